/**
 * The chapters of the lab in reading order, each with the folders of `notebooks/` that belong to it.
 *
 * Not here on purpose: empty chapters (a chapter is on the site as soon as it has a notebook).
 *
 * @module
 */

/** The chapter of the notebooks that lie in no folder: the way into the lab. */
export const START_CHAPTER = "start-here";

/** A chapter of the lab. */
export interface ChapterName {
  /** Its anchor. */
  readonly name: string;
  /** Its title. */
  readonly title: string;
  /** Its folders. */
  readonly folders: readonly string[];
}

/** In reading order. */
export const CHAPTERS: readonly ChapterName[] = [
  { name: START_CHAPTER, title: "Start here", folders: [""] },
  { name: "structures", title: "Structures", folders: ["structures"] },
  { name: "concurrency", title: "Concurrency", folders: ["concurrency"] },
  { name: "mathematics", title: "Mathematics", folders: ["math", "mathematics", "statistics"] },
  { name: "learning", title: "Learning", folders: ["ml", "learning"] },
  { name: "text-and-retrieval", title: "Text and retrieval", folders: ["retrieval", "text"] },
  { name: "streams", title: "Streams", folders: ["streams"] },
  { name: "recommenders", title: "Recommenders", folders: ["recommenders"] },
  { name: "services", title: "Services", folders: ["services", "service", "mlops"] },
  { name: "language-models", title: "Language models", folders: ["llm", "language_models"] },
  { name: "documents", title: "Documents", folders: ["documents"] },
  { name: "designs", title: "Designs", folders: ["designs", "systems"] },
  { name: "interview", title: "Interview", folders: ["interview"] },
];

/**
 * The chapter of a folder; a folder that no chapter has is a chapter of its own, behind all others.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { chapterOf } from "./_chapters.ts";
 * assertEquals(chapterOf("statistics").title, "Mathematics");
 * assertEquals(chapterOf("quantum_things"), { name: "quantum_things", title: "Quantum things", rank: 13 });
 * ```
 */
export function chapterOf(folder: string): { readonly name: string; readonly title: string; readonly rank: number } {
  const rank = CHAPTERS.findIndex(({ folders }) => folders.includes(folder));
  const known = CHAPTERS[rank];
  if (known) return { name: known.name, title: known.title, rank };
  const words = folder.replaceAll("_", " ");
  return { name: folder, title: words.charAt(0).toUpperCase() + words.slice(1), rank: CHAPTERS.length };
}
