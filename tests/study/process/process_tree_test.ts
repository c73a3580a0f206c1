import { assert, assertEquals } from "@std/assert";
import { killTree, newMark, treePids } from "@lib/study/process/process_tree.ts";

/** A shell that starts three children: a plain one, one in a session of its own, and one whose parent has died. */
const SCRIPT = "sleep 60 & setsid sleep 60 & (setsid sleep 60 &) ; echo ready; wait";

Deno.test({
  name: "killTree() ends children, children in other sessions, and orphans that carry the mark (needs /proc)",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const { mark, env } = newMark();
    const child = new Deno.Command("bash", {
      args: ["-c", SCRIPT],
      env,
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
  const pids = await treePids({ rootPid: Deno.pid, mark: "no such mark" });
  assert(!pids.includes(Deno.pid));
});

Deno.test({
  name: "a tree inside a tree belongs to both (needs /proc)",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const outer = newMark();
    Deno.env.set("LAB_TREES", outer.mark);
    const { mark, env } = newMark();
    Deno.env.delete("LAB_TREES");
    const child = new Deno.Command("sleep", { args: ["60"], env }).spawn();
    try {
      assertEquals(await treePids({ mark }), [child.pid]);
      assertEquals(await treePids({ mark: outer.mark }), [child.pid]);
    } finally {
      assertEquals(await killTree({ mark: outer.mark }), 1);
    }
    await child.status;
  },
});

Deno.test({
  name: "a zombie is not alive (needs /proc)",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const { mark, env } = newMark();
    const script = "sleep 0 & echo; exec sleep 60"; // a parent that never asks for its child's status
    const child = new Deno.Command("bash", { args: ["-c", script], env, detached: true, stdout: "piped" }).spawn();
    const reader = child.stdout.getReader();
    await reader.read();
    const hasZombie = () => new Deno.Command("ps", { args: ["--ppid", `${child.pid}`, "-o", "stat="] }).outputSync();
    while (!new TextDecoder().decode(hasZombie().stdout).startsWith("Z")) await new Promise((go) => setTimeout(go, 10));
    assertEquals(await treePids({ rootPid: child.pid, mark }), [child.pid]);
    assertEquals(await killTree({ rootPid: child.pid, mark }), 1);
    await reader.cancel();
    await child.status;
  },
});
