/**
 * The text of `exercise_types.ts`: what each exercise and each step takes, found by reading the exercises' folders.
 *
 * @module
 */

const HERE = new URL("./", import.meta.url);

/**
 * The module's text, formatted.
 * @param exercises The folder of the exercises. @default {this one}
 * @throws {RangeError} If an exercise exports no type of what is handed in, or its card has no title.
 */
export async function generateTypes(exercises: URL = HERE): Promise<string> {
  const imports: string[] = [];
  const members: string[] = [];
  for (const folder of await exerciseFolders(exercises)) {
    const text = await Deno.readTextFile(new URL(`${folder}/exercise.ts`, exercises));
    const refuse = (what: string): never => {
      throw new RangeError(`Cannot write the types: exercise.ts must have ${what}: current value is ${folder}`);
    };
    const types = [...text.matchAll(/^export (?:interface|type) (\w+Given)\b/gm)].map(([, type]) => type!);
    const usual = `${folder.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}Given`;
    const type = types.includes(usual) ? usual : types[0] ?? refuse("an exported type …Given");
    const title: string = JSON.parse(/\btitle: ("(?:[^"\\]|\\.)*")/.exec(text)?.[1] ?? refuse("a title"));
    const name = folder.replaceAll("_", "-");
    imports.push(`import type { ${type} } from "./${folder}/exercise.ts";`);
    members.push(`  /** ${title}. */\n  ${/^[a-z]+$/.test(name) ? name : `"${name}"`}: ${type};`);
    const ladder = new URL(`${folder}/ladder.ts`, exercises);
    if (!await exists(ladder)) continue;
    const stepType = type.replace(/Given$/, "Steps");
    imports.push(`import type { ${stepType} } from "./${folder}/ladder.ts";`);
    const steps = (await import(ladder.href)).ladder as Readonly<Record<string, { readonly title: string }>>;
    for (const [step, { title: what }] of Object.entries(steps)) {
      members.push(`  /** ${title}: ${what}. */\n  "${name}.${step}": ${stepType}["${step}"];`);
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

async function exerciseFolders(exercises: URL): Promise<string[]> {
  const folders: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(exercises)) {
    if (isDirectory && await exists(new URL(`${name}/exercise.ts`, exercises))) folders.push(name);
  }
  return folders.sort();
}

async function exists(file: URL): Promise<boolean> {
  return await Deno.stat(file).then(({ isFile }) => isFile, () => false);
}
