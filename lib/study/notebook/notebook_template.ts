/**
 * The template of a notebook: eleven sections in a fixed order, so that a reader who knows one page knows all of them.
 *
 * A new notebook holds each section with what belongs there as prose to replace, and code cells that run and type-check
 * as they stand.
 *
 * **Invariant.** A new notebook meets every rule of `template_rules.ts` but those about what only a run can give.
 *
 * Not here on purpose: the rules, writing files (the `notebook` command does).
 *
 * @module
 */
import type { Cell, LabMetadata, Notebook } from "./nbformat.ts";
import { LAB_KERNEL } from "./markdown_format.ts";

/** One section of every page. */
export interface Section {
  /** Its number, which its heading shows. */
  readonly number: number;
  /** Its heading. */
  readonly title: string;
  /** What belongs there, as the template says it. */
  readonly purpose: string;
}

/** Number of the section that only systems need. */
export const AT_SCALE = 9;

/** Number of the section with the practice. */
export const YOUR_TURN = 10;

/** Chapter of whole systems. */
export const SYSTEMS_CHAPTER = "systems";

/** The sections, in order. */
export const SECTIONS: readonly Section[] = [
  ["The question", "As an interviewer asks it, in one sentence. Then the constraints, as questions and answers."],
  ["Words", "The vocabulary, as the library's own types. Everything this page uses is imported here."],
  ["By hand", "One tiny case, worked with pencil and paper, with the arithmetic shown."],
  ["The idea", "The idea in plain English, then the excerpt of the module that says it, shown from the file."],
  ["Run it", "The case from above, run. What should come out?"],
  ["Experiment", "What to vary, what to hold still, and what you expect to see. Numbers in the prose are computed."],
  ["Where it breaks", "A failure drill: a plot of something going wrong, a question, and the diagnosis folded away."],
  ["What it costs", "Measured against the stated complexity, the naive floor and a well-known package."],
  ["At scale", "The capacity arithmetic as code whose claims are asserted, and what moves to which real engine."],
  ["Your turn", "Fill in the stub, then check it. Hints come one at a time."],
  ["They ask next", "Follow-up questions with answers folded away, and the sources."],
].map(([title, purpose], index) => ({ number: index + 1, title: title!, purpose: purpose! }));

/**
 * A new notebook: every section, to be filled.
 * @param lab Its card; with an exercise the tenth section holds the practice cells.
 *
 * @example
 * ```ts
 * import { newNotebook } from "@lib/study/notebook/notebook_template.ts";
 * import { assert } from "@std/assert";
 * const card = { title: "Heaps", chapter: "structures", level: "easy", minutes: 20, proves: "you can sift" } as const;
 * assert(newNotebook(card).cells[0]!.source.startsWith("# Heaps"));
 * ```
 */
export function newNotebook(lab: LabMetadata): Notebook {
  const sections = SECTIONS.filter(({ number }) => number !== AT_SCALE || lab.chapter === SYSTEMS_CHAPTER);
  const title = `# ${lab.title}\n\n*Level: ${lab.level} · ${lab.minutes} minutes · proves: ${lab.proves}*`;
  const cells = [prose("title", title), ...sections.flatMap((section) => sectionCells(section, lab))];
  return { nbformat: 4, nbformat_minor: 5, metadata: { ...structuredClone(LAB_KERNEL), lab }, cells };
}

function sectionCells({ number, title, purpose }: Section, lab: LabMetadata): Cell[] {
  const id = title.toLowerCase().replaceAll(" ", "-");
  const answer = "\n\n<details><summary>A question?</summary>\n\nIts answer.\n\n</details>";
  const heading = prose(id, `## ${number} · ${title}\n\n${purpose}${number === SECTIONS.length ? answer : ""}`);
  switch (number) {
    case 2:
      return [
        heading,
        code("imports", 'import "@lib/study/notebook.ts";\nimport { assertEquals } from "@std/assert";'),
      ];
    case 5:
      return [heading, code("assertion", "assertEquals(1 + 1, 2);")];
    case YOUR_TURN:
      return lab.exercise === undefined ? [heading] : [heading, ...practiceCells(lab.exercise)];
    default:
      return [heading];
  }
}

function practiceCells(exercise: string): Cell[] {
  const name = exercise.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const start = `import { practice } from "@lib/study/practice.ts";\nconst ${name} = practice(${
    JSON.stringify(exercise)
  });\n${name};`;
  return [
    code("practice", start),
    prose("stub-prose", "Write it here:"),
    code("stub", 'class Answer {\n  constructor() {\n    throw new Error("Not written yet");\n  }\n}', [
      "stub",
      "no-check",
    ]),
    prose("check-prose", "Then check it:"),
    code("check", `await ${name}.check({ Answer });`, ["no-check"]),
  ];
}

function prose(id: string, source: string): Cell {
  return { cell_type: "markdown", id, metadata: {}, source };
}

function code(id: string, source: string, tags?: string[]): Cell {
  return {
    cell_type: "code",
    id,
    metadata: tags === undefined ? {} : { tags },
    source,
    execution_count: null,
    outputs: [],
  };
}
