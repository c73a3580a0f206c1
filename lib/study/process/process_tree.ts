/**
 * A process with all that it started: found and ended together, so that nothing of ours goes on running.
 *
 * A process belongs to the tree when a parent of its parents is the root, when it is in the root's session, or when its
 * environment carries the mark that the root was started with: a child that was adopted by init or moved to a session
 * of its own keeps the environment it was born with. Marks add up, so that a tree inside a tree belongs to both.
 *
 * **Invariant.** The root is stopped before the tree is listed, so that it cannot start another child meanwhile; what
 * its children start meanwhile is found by the next look. Only SIGKILL is used: a process may ignore anything else.
 *
 * Cost: reads a few small files for each process of the machine, about 1 ms per 20 processes, and once more to see that
 * all are gone.
 *
 * Not here on purpose: Windows (there only the root ends), a polite request to end (a hanging process does not answer).
 *
 * @module
 */

/** What to look for. */
export interface ProcessTree {
  /** Process id of the root, which was started `detached` and so leads a session of its own; undefined if unknown. */
  readonly rootPid?: number;
  /** What {@linkcode newMark} gave; undefined if the root was started without a mark. */
  readonly mark?: string;
}

interface ProcessRow {
  readonly pid: number;
  readonly parentPid: number;
  readonly sessionId: number;
}

/** The environment variable that holds the marks of all trees that a process belongs to, with colons between them. */
export const MARKS = "LAB_TREES";

/** How often {@linkcode killTree} looks again, and how long it waits before: a process that was killed is gone soon. */
const LOOKS = 200;
const LOOK_MS = 5;

/**
 * A mark for a new tree.
 * @returns The mark, and what to add to the root's environment.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { newMark } from "@lib/study/process/process_tree.ts";
 * const { mark, env } = newMark();
 * assert(env.LAB_TREES!.endsWith(mark));
 * ```
 */
export function newMark(): { mark: string; env: Readonly<Record<string, string>> } {
  const mark = crypto.randomUUID();
  const outer = Deno.env.get(MARKS);
  return { mark, env: { [MARKS]: outer === undefined || outer === "" ? mark : `${outer}:${mark}` } };
}

/** Ends the root and everything it started with SIGKILL, and waits until it is gone; returns how many there were. */
export async function killTree(tree: ProcessTree): Promise<number> {
  const { rootPid } = tree;
  if (rootPid !== undefined) signal(rootPid, "SIGSTOP");
  const seen = new Set<number>();
  for (let look = 0; look < LOOKS; look++) {
    const pids = await treePids(tree);
    if (pids.length === 0) break;
    if (look === 0 && rootPid !== undefined) signal(-rootPid, "SIGKILL");
    for (const pid of pids) {
      seen.add(pid);
      signal(pid, "SIGKILL");
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return seen.size;
}

/** Ids of the living processes of the tree, the root among them, in ascending order; zombies do not count. */
export async function treePids({ rootPid, mark }: ProcessTree): Promise<number[]> {
  const rows = Deno.build.os === "linux" ? procRows() : await psRows();
  const found = new Set<number>();
  for (const row of rows) {
    const isOfRoot = row.pid === rootPid || row.sessionId === rootPid;
    if (isOfRoot || (mark !== undefined && carriesMark(row.pid, mark))) found.add(row.pid);
  }
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const row of rows) if (found.has(row.parentPid)) found.add(row.pid);
  }
  return [...found].filter((pid) => pid !== Deno.pid).sort((a, b) => a - b);
}

function signal(pid: number, name: Deno.Signal): void {
  if (pid === 0 || pid === -1) return; // our own group, every process there is
  try {
    Deno.kill(pid, name);
  } catch {
    // gone already: what we wanted
  }
}

function procRows(): ProcessRow[] {
  const rows: ProcessRow[] = [];
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readText(`/proc/${name}/stat`);
    // "pid (name) state ppid pgrp session …": the name may hold spaces and brackets, so count from the last one
    const [state, parent, , session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === undefined || "ZX".includes(state)) continue;
    rows.push({ pid: Number(name), parentPid: Number(parent), sessionId: Number(session) });
  }
  return rows;
}

async function psRows(): Promise<ProcessRow[]> {
  if (Deno.build.os === "windows") return [];
  const ps = new Deno.Command("ps", { args: ["-axo", "pid=,ppid=,pgid=,state="], stderr: "null" });
  const text = new TextDecoder().decode((await ps.output()).stdout);
  return text.split("\n").filter((line) => line.trim() !== "" && !line.includes("Z"))
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid, parentPid, sessionId]) => ({ pid: pid!, parentPid: parentPid!, sessionId: sessionId! }));
}

function carriesMark(pid: number, mark: string): boolean {
  if (Deno.build.os !== "linux") return false;
  const line = readText(`/proc/${pid}/environ`).split("\0").find((line) => line.startsWith(`${MARKS}=`));
  return line?.slice(MARKS.length + 1).split(":").includes(mark) ?? false;
}

/** Empty when the file is gone or not ours to read: the process ended meanwhile, or belongs to another user. */
function readText(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}
