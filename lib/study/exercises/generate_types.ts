/**
 * The text of `exercise_types.ts`: what each exercise and each step takes, found by reading the exercises' folders.
 *
 * @module
 */
import { exerciseNames, openExercise } from "./catalogue.ts";

const HERE = new URL("./", import.meta.url);

/**
 * The module's text, formatted.
 * @throws {RangeError} If an exercise exports no type of what is handed in.
 */
export async function generateTypes(): Promise<string> {
  const imports: string[] = [];
  const members: string[] = [];
  for (const name of exerciseNames().toSorted()) {
    const folder = name.replaceAll("-", "_");
    const text = await Deno.readTextFile(new URL(`${folder}/exercise.ts`, HERE));
    const types = [...text.matchAll(/^export (?:interface|type) (\w+Given)\b/gm)].map(([, type]) => type!);
    const usual = `${name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}Given`;
    const type = types.includes(usual) ? usual : types[0];
    if (type === undefined) {
      throw new RangeError(`Cannot write the types: exercise.ts must export a type …Given: current value is ${folder}`);
    }
    const { title, steps } = openExercise(name);
    imports.push(`import type { ${type} } from "./${folder}/exercise.ts";`);
    members.push(`  /** ${title}. */\n  ${memberName(name)}: ${type};`);
    if (steps.length === 0) continue;
    const stepType = type.replace(/Given$/, "Steps");
    imports.push(`import type { ${stepType} } from "./${folder}/ladder.ts";`);
    for (const step of steps) {
      const last = step.split(".")[1]!;
      members.push(
        `  /** ${title}: ${openExercise(step as typeof name).title}. */\n  "${step}": ${stepType}["${last}"];`,
      );
    }
  }
  return `// Written by \`deno task exercise index\`: do not edit by hand.
/**
 * What each exercise's \`check\` must be given, as types: a notebook whose stub breaks an exercise's signature does not
 * pass its type check.
 *
 * @module
 */
${imports.join("\n")}

/** What \`check\` must be given, by the name of the exercise or of the step. */
export interface Exercises {
${members.join("\n")}
}

/** The name of an exercise or of a step. */
export type ExerciseName = keyof Exercises;
`;
}

function memberName(name: string): string {
  return /^[a-z]+$/.test(name) ? name : `"${name}"`;
}
