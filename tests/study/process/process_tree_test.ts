import { assert, assertEquals } from "@std/assert";
import { killTree, treePids } from "@lib/study/process/process_tree.ts";

/** A shell that starts three children: a plain one, one in a session of its own, and one whose parent has died. */
const SCRIPT = "sleep 60 & setsid sleep 60 & (setsid sleep 60 &) ; echo ready; wait";

Deno.test({
  name: "killTree() ends children, children in other sessions, and orphans that carry the mark (needs /proc)",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const mark = `LAB_TREE_TEST=${crypto.randomUUID()}`;
    const child = new Deno.Command("bash", {
      args: ["-c", SCRIPT],
      env: { LAB_TREE_TEST: mark.slice("LAB_TREE_TEST=".length) },
      stdin: "null",
      stdout: "piped",
      detached: true,
    }).spawn();
    const reader = child.stdout.getReader();
    await reader.read(); // "ready"
    const tree = { rootPid: child.pid, mark };
    const before = await treePids(tree);
    assertEquals(before.length, 4, `the shell and three children, got ${before}`);
    assert(before.includes(child.pid));
    assertEquals(await killTree(tree), 4);
    assertEquals((await child.status).signal, "SIGKILL");
    assertEquals(await treePids(tree), []);
    await reader.cancel();
    assertEquals(await killTree(tree), 0, "a second time there is nothing left");
  },
});

Deno.test("treePids() never lists the process that asks", async () => {
  const pids = await treePids({ rootPid: Deno.pid, mark: "LAB_NO_SUCH=1" });
  assert(!pids.includes(Deno.pid));
});
