/**
 * What the rendering of one page needs from the export around it: where links lead, where pictures are put, how code is
 * coloured, and a place to report what is wrong.
 *
 * @module
 */
import type { Highlighter } from "./_highlight.ts";
import type { LinkTarget } from "./_link_target.ts";

/** The surroundings of a page while it is rendered. */
export interface PageContext {
  /** The notebook's path, from the repository root: where its links start. */
  readonly path: string;
  /** Put before every anchor: empty on a page of its own, the notebook's name and a dash in a book. */
  readonly idPrefix: string;
  /** Colours code. */
  readonly highlighter: Highlighter;
  /** The address of a target on this page; undefined shows the words without a link. */
  readonly href: (target: LinkTarget) => string | undefined;
  /** Line on which a file of the repository declares `name`; undefined when it does not. */
  readonly lineOf: (path: string, name: string) => number | undefined;
  /** Content of a file of the repository; undefined when there is none. */
  readonly read: (path: string) => Uint8Array<ArrayBuffer> | undefined;
  /** Keeps a file that belongs to the page and gives its address. */
  readonly save: (name: string, content: Uint8Array<ArrayBuffer> | string) => string;
  /** Pictures for phones, by the name of their output; absent on paper. */
  readonly narrow?: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** Reports what a reader would miss; the export then fails. */
  readonly problem: (what: string) => void;
}
