/**
 * A verdict in words.
 *
 * @module
 */
import { costSentences } from "./_cost_report.ts";
import { Feedback, type FeedbackParts } from "./feedback.ts";
import type { Grade, Outcome } from "./_outcome.ts";

/** The result of a check, which shows itself. */
export class Verdict extends Feedback {
  /** The result as data. */
  readonly grade: Grade;

  /**
   * A verdict on `grade`.
   * @param context The exercise's title; how to ask for more; a note, for example that nothing could be recorded.
   */
  constructor(
    grade: Grade,
    context: { readonly title: string; readonly moreHelp?: string; readonly note?: string },
  ) {
    super(partsOf(grade, context));
    this.grade = grade;
  }

  /** How the check ended. */
  get outcome(): Outcome {
    return this.grade.outcome;
  }
}

/** A fact longer than this is cut in the middle: what came last led to the failure. */
const MAX_FACT = 1200;
const MAX_PRINTED_LINES = 5;
const MAX_PRINTED_LINE = 120;

function partsOf(
  grade: Grade,
  { title, moreHelp, note }: { readonly title: string; readonly moreHelp?: string; readonly note?: string },
): FeedbackParts {
  const { outcome, passed, total, printed, stretch, mastered } = grade;
  const finding = grade.finding ?? grade.next ?? {};
  const paragraphs = [
    ...(finding.misconception ? [finding.misconception] : []),
    ...(grade.cost ? costSentences(grade.cost) : []),
    ...(finding.caseName && moreHelp ? [moreHelp] : []),
    ...(note ? [note] : []),
  ];
  const facts = [
    [outcome === "pass" ? "next" : "case", finding.caseName],
    ["input", finding.input],
    ["expected", finding.expected],
    ["got", finding.got],
    ["problem", finding.problem],
    ["at", finding.line],
    ["printed", printed.length > 0 ? printedText(printed) : undefined],
  ].flatMap(([name, value]): [string, string][] => value === undefined ? [] : [[name!, bounded(value)]]);
  const code = finding.excerpt === undefined ? {} : { code: { text: finding.excerpt, language: "text" as const } };
  switch (outcome) {
    case "pass": {
      const all = stretch.total > 0 ? `all ${total} core cases` : `all ${total} cases`;
      if (mastered) {
        const also = stretch.total > 0 ? `${all} and all ${stretch.total} stretch cases agree` : `${all} agree`;
        return { title: `${title}: ${stretch.total > 0 ? "mastered" : "passed"}, ${also}`, mood: "good", paragraphs };
      }
      const left = stretch.total - stretch.passed;
      return {
        title: `${title}: passed, ${all} agree; stretch cases left to master it: ${left} of ${stretch.total}`,
        mood: "good",
        facts,
        paragraphs,
        ...code,
      };
    }
    case "not attempted":
      return {
        title: `${title}: not attempted yet`,
        mood: "plain",
        paragraphs: [`${finding.problem}. Write it, then check again.`],
      };
    case "wrong names":
      return {
        title: `${title}: nothing was graded`,
        mood: "bad",
        paragraphs: [`${finding.problem}.`, ...(note ? [note] : [])],
      };
    default: {
      const score = `${passed} of ${total} ${stretch.total > 0 ? "core " : ""}cases agree`;
      return { title: `${title}: ${outcome}, ${score}`, mood: "bad", facts, paragraphs, ...code };
    }
  }
}

function bounded(text: string): string {
  if (text.length <= MAX_FACT) return text;
  return `${text.slice(0, MAX_FACT / 4)} … ${text.slice(-MAX_FACT * 3 / 4)}`;
}

function printedText(lines: readonly string[]): string {
  const shown = lines.slice(0, MAX_PRINTED_LINES).map((line) =>
    line.length > MAX_PRINTED_LINE ? `${line.slice(0, MAX_PRINTED_LINE)}…` : line
  );
  return [...shown, ...(lines.length > shown.length ? ["…"] : [])].join(" ⏎ ");
}
