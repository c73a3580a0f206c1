/**
 * Texts without the machine they were made on: a committed output must read the same whoever ran the notebook.
 *
 * The repository's root becomes the beginning of a relative path, the kernel's folder for state and the folder for
 * temporary files become `<temp>`, the home folder becomes `~`. A path counts only where a path can begin.
 *
 * Not here on purpose: names of machines and users outside paths, random parts of temporary names (a notebook should
 * not show them).
 *
 * @param places.root The repository's root.
 * @param places.home The user's home folder; undefined or `/` is left alone.
 * @param places.temp Folders for temporary files, in any number.
 *
 * @example A stack line
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { redactPaths } from "@lib/study/runner/redact_paths.ts";
 * const portable = redactPaths({ root: "/lab", home: "/ada", temp: ["/tmp"] });
 * assertEquals(portable("at put (file:///lab/lib/a.ts:3:9)"), "at put (lib/a.ts:3:9)");
 * assertEquals(portable("/ada/notes, /tmp/x1"), "~/notes, <temp>/x1");
 * ```
 */
export function redactPaths(
  places: { root: string; home?: string | undefined; temp?: readonly string[] },
): (text: string) => string {
  const { root, home, temp = [] } = places;
  const rules: [from: string, to: string][] = [[`${root}/`, ""], [root, "."]];
  for (const folder of temp) rules.push([folder, "<temp>"]);
  if (home !== undefined && home.length > 1) rules.push([home, "~"]);
  const patterns = rules.sort(([a], [b]) => b.length - a.length).map(([from, to]) => {
    const end = from.endsWith("/") ? "" : "(?![\\w-])";
    return { from, to, pattern: new RegExp(`(?:file://|(?<![\\w.~/-]))${RegExp.escape(from)}${end}`, "g") };
  });
  return (text) =>
    patterns.reduce(
      (result, { from, to, pattern }) => result.includes(from) ? result.replace(pattern, to) : result,
      text,
    );
}
