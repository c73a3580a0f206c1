/**
 * The front page: the map of the lab, where the reader stands, and every notebook with what it proves.
 *
 * Not here on purpose: the clock. A review that is due is shown with its date; the page is the same whenever it is
 * made.
 *
 * @module
 */
import { goalSentence } from "./_card_line.ts";
import { escapeHtml } from "../notebook/escape_html.ts";
import { labMap } from "./_lab_map.ts";
import { SITE_NAME } from "./_page_layout.ts";
import { START_CHAPTER } from "./_chapters.ts";
import type { Chapter, SiteNotebook, SitePlan } from "./_site_plan.ts";

/** How a reader stands with one exercise. */
export interface ReaderStanding {
  /** Name of the exercise, as on the notebook's card. */
  readonly exercise: string;
  /** In words. */
  readonly title: string;
  /** Checks so far. */
  readonly attempts: number;
  /** Whether one of them passed. */
  readonly passed: boolean;
  /** Whether one of them mastered it. */
  readonly mastered?: boolean;
  /** Hints opened. */
  readonly hintsUsed: number;
  /** Date of the next review, ISO. */
  readonly dueAt?: string;
}

/** The main part of the front page. */
export function frontMain(plan: SitePlan, record: readonly ReaderStanding[]): string {
  const standing = new Map(record.map((one) => [one.exercise, one]));
  const passed = new Set(
    plan.notebooks.filter(({ card }) => card?.exercise && standing.get(card.exercise)?.passed).map(({ name }) => name),
  );
  const minutes = plan.notebooks.reduce((sum, { card }) => sum + (card?.minutes ?? 0), 0);
  const chapters = plan.chapters.filter(({ name }) => name !== START_CHAPTER);
  const map = labMap(chapters, passed);
  return `<div class="masthead">
<h1>${SITE_NAME}</h1>
<p class="proves">Exercises and systems of machine-learning engineering, each as a notebook that runs: read how it works, watch it break, then write it yourself.</p>
<p class="sum">${count(plan.notebooks.length, "notebook")}${minutes ? ` · about ${duration(minutes)}` : ""}</p>
</div>
${startHtml(plan)}
${progressHtml(plan, record)}
${indexHtml(chapters, passed)}
${
    map &&
    `<section class="map-frame" aria-labelledby="map-heading"><h2 id="map-heading">The map</h2><p>Each chapter builds on the chapters below it. Each dot is a notebook; a filled dot is one you have passed.</p><div class="map-scroll">${map}</div></section>`
  }
<div class="chapters">
${chapters.map((chapter) => chapterHtml(chapter, plan, standing)).join("\n")}
</div>`;
}

/** The way in, above everything else. */
function startHtml(plan: SitePlan): string {
  const start = plan.chapters.find(({ name }) => name === START_CHAPTER);
  if (!start) return "";
  return `<ul class="start">${
    start.notebooks.map(({ page, title, card }) =>
      `<li><a class="title" href="${page}">${escapeHtml(title)}</a>${
        card ? `<p>${escapeHtml(goalSentence(card.proves))} <span class="meta">${card.minutes} minutes</span></p>` : ""
      }</li>`
    ).join("")
  }</ul>`;
}

/** Where each chapter is, with how much of it there is and how much has been passed. */
function indexHtml(chapters: readonly Chapter[], passed: ReadonlySet<string>): string {
  if (chapters.length < 2) return "";
  const items = chapters.map(({ name, title, notebooks }) => {
    const done = notebooks.filter((one) => passed.has(one.name)).length;
    return `<li><a href="#${name}">${escapeHtml(title)}</a> <span class="meta">${
      done > 0 ? `${done} of ${notebooks.length} passed` : count(notebooks.length, "notebook")
    }</span></li>`;
  });
  return `<nav class="chapter-index" aria-label="Chapters"><ul>${items.join("")}</ul></nav>`;
}

function progressHtml(plan: SitePlan, record: readonly ReaderStanding[]): string {
  if (record.length === 0) return "";
  const exercises = new Set(plan.notebooks.flatMap(({ card }) => card?.exercise ?? []));
  const known = record.filter(({ exercise }) => exercises.has(exercise));
  const passed = known.filter((one) => one.passed).length;
  const mastered = known.filter((one) => one.passed && one.mastered).length;
  const due = known.filter((one) => one.dueAt).sort((a, b) => a.dueAt! < b.dueAt! ? -1 : 1);
  const pages = new Map(plan.notebooks.map((one) => [one.card?.exercise, one]));
  return `<section class="progress" aria-labelledby="progress-heading"><h2 id="progress-heading">Where you stand</h2>
<p><progress value="${passed}" max="${
    Math.max(1, exercises.size)
  }" aria-label="Exercises passed"></progress> ${passed} of ${count(exercises.size, "exercise")} passed${
    mastered > 0 ? `, ${mastered} mastered` : ""
  }</p>
${
    due.length === 0
      ? ""
      : `<p>Next to review:</p><ul>${
        due.slice(0, 5).map((one) =>
          `<li><a href="${pages.get(one.exercise)!.page}">${escapeHtml(one.title)}</a>, due <time datetime="${
            escapeHtml(one.dueAt!)
          }">${day(one.dueAt!)}</time></li>`
        ).join("")
      }</ul>`
  }</section>`;
}

function chapterHtml(chapter: Chapter, plan: SitePlan, standing: ReadonlyMap<string, ReaderStanding>): string {
  const titles = new Map(plan.chapters.map(({ name, title }) => [name, title]));
  const below = chapter.standsOn.map((name) => `<a href="#${name}">${escapeHtml(titles.get(name)!)}</a>`);
  return `<section aria-labelledby="${chapter.name}"><h2 id="${chapter.name}">${escapeHtml(chapter.title)}</h2>
${below.length === 0 ? "" : `<p class="stands">Builds on ${below.join(", ")}</p>`}
<ul class="notebooks">
${chapter.notebooks.map((one) => notebookHtml(one, plan, standing)).join("\n")}
</ul></section>`;
}

function notebookHtml(one: SiteNotebook, plan: SitePlan, standing: ReadonlyMap<string, ReaderStanding>): string {
  const { card } = one;
  const state = card?.exercise ? standing.get(card.exercise) : undefined;
  const mark = state?.passed
    ? `<span class="state passed">${state.mastered ? "mastered" : "passed"}</span>`
    : state && state.attempts > 0
    ? `<span class="state begun">${count(state.attempts, "attempt")}</span>`
    : "";
  const below = plan.notebooks.filter(({ name }) => one.standsOn.includes(name));
  return `<li><a class="title" href="${one.page}">${escapeHtml(one.title)}</a>${mark}
${
    card
      ? `<p>${
        escapeHtml(goalSentence(card.proves))
      }</p><p class="meta"><span class="level ${card.level}">${card.level}</span> · ${card.minutes} minutes${
        below.length === 0
          ? ""
          : ` · builds on ${below.map(({ page, title }) => `<a href="${page}">${escapeHtml(title)}</a>`).join(", ")}`
      }</p>`
      : ""
  }</li>`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function duration(minutes: number): string {
  return minutes < 90 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}

/** `2026-11-20…` as `20 November 2026`; what is no date stays as it is. */
function day(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return escapeHtml(iso);
  return date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}
