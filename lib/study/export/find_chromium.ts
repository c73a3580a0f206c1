/**
 * The path of an installed Chromium: the one that the environment variable `CHROMIUM` names, else the first of
 * `chromium`, `chromium-browser`, `google-chrome` on the path. Undefined when there is none.
 *
 * @param environment Variables to look in; those of this process unless given.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { findChromium } from "./find_chromium.ts";
 * assertEquals(findChromium({ PATH: "/nowhere" }), undefined);
 * ```
 */
export function findChromium(environment: Readonly<Record<string, string>> = Deno.env.toObject()): string | undefined {
  const named = environment.CHROMIUM;
  const separator = Deno.build.os === "windows" ? ";" : ":";
  const onPath = (environment.PATH ?? "").split(separator).filter((folder) => folder !== "")
    .flatMap((folder) => NAMES.map((name) => `${folder}/${name}`));
  return [...(named ? [named] : []), ...onPath].find(isFile);
}

const NAMES = ["chromium", "chromium-browser", "google-chrome", "chrome.exe"];

/** Flags under which it neither asks another host for anything nor greets anyone. */
export const QUIET_CHROMIUM: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
