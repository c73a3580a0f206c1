/**
 * A verdict in words.
 *
 * @module
 */
import { costSentences } from "./cost_report.ts";
import { Feedback, type FeedbackParts } from "./feedback.ts";
import type { Grade, Outcome } from "./outcome.ts";

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

function partsOf(
  grade: Grade,
  { title, moreHelp, note }: { readonly title: string; readonly moreHelp?: string; readonly note?: string },
): FeedbackParts {
  const { finding = {}, outcome, passed, total, printed } = grade;
  const score = `${passed} of ${total} cases agree`;
  const paragraphs = [
    ...(finding.misconception ? [finding.misconception] : []),
    ...(grade.cost ? costSentences(grade.cost) : []),
    ...(finding.caseName && moreHelp ? [moreHelp] : []),
    ...(note ? [note] : []),
  ];
  switch (outcome) {
    case "pass":
      return { title: `${title}: passed, all ${total} cases agree`, mood: "good", paragraphs };
    case "not attempted":
      return {
        title: `${title}: not attempted yet`,
        mood: "plain",
        paragraphs: [`${finding.problem}. Write it, then check again.`],
      };
    case "wrong names":
      return { title: `${title}: nothing was graded`, mood: "bad", paragraphs: [`${finding.problem}.`] };
    default: {
      const facts = [
        ["case", finding.caseName],
        ["input", finding.input],
        ["expected", finding.expected],
        ["got", finding.got],
        ["problem", finding.problem],
        ["at", finding.line],
        ["printed", printed.length > 0 ? printed.join(" ⏎ ") : undefined],
      ].filter((fact): fact is [string, string] => fact[1] !== undefined);
      return { title: `${title}: ${outcome}, ${score}`, mood: "bad", facts, paragraphs };
    }
  }
}
