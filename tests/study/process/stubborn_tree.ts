/** A process that ignores every signal it can, with a grandchild of the same kind in a session of its own. */

const LOOP = `trap "" INT TERM HUP; while :; do sleep 1; done`;

/** A script for bash. */
export const STUBBORN = `trap "" INT TERM HUP; setsid bash -c '${LOOP}' & ${LOOP}`;

/** Environment variable that {@linkcode living} looks for. */
export const TAG = "LAB_STUBBORN";

/** Ids of the bash processes alive whose environment carries `tag`. */
export function living(tag: string): number[] {
  const pids: number[] = [];
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const isTagged = Deno.readTextFileSync(`/proc/${name}/environ`).split("\0").includes(`${TAG}=${tag}`);
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      if (isTagged && stat.includes("(bash)") && !stat.includes(") Z ")) pids.push(Number(name));
    } catch {
      // it has ended meanwhile
    }
  }
  return pids;
}

/** Waits until both are there. */
export async function untilBothLive(tag: string): Promise<void> {
  const endMs = performance.now() + 30_000;
  while (living(tag).length < 2) {
    if (performance.now() > endMs) throw new Error("Cannot go on: the stubborn processes must be there within 30 s");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
