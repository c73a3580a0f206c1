/**
 * What all formats of one export share: the plan, the places, the record of earlier exports, and the list of what is
 * wrong.
 *
 * @module
 */
import type { ReaderStanding } from "./_front_page.ts";
import type { Highlighter } from "./_highlight.ts";
import type { BuildCache } from "./_build_cache.ts";
import type { SitePlan } from "./_site_plan.ts";
import type { SourceTree } from "./_source_tree.ts";

/** One export while it runs. */
export interface ExportJob {
  /** Notebooks in order. */
  readonly plan: SitePlan;
  /** The site's folder. */
  readonly out: string;
  /** Files of the repository. */
  readonly tree: SourceTree;
  /** What was written, now and before. */
  readonly store: BuildCache;
  /** The reader's progress. */
  readonly record: readonly ReaderStanding[];
  /** Progress, one line each. */
  readonly report: (line: string) => void;
  /** What a reader would miss, one line each; the export fails unless it stays empty. */
  readonly faults: string[];
  /** Loaded when the first page needs it. */
  readonly highlighter: () => Promise<Highlighter>;
}

/** How many pages were made, and how many had not changed. */
export interface PageCounts {
  /** Made. */
  made: number;
  /** Left as they were. */
  kept: number;
}
