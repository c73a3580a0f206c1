import { assertEquals, assertStringIncludes } from "@std/assert";
import { freeConnection } from "@lib/study/kernel/connection.ts";
import { InterruptibleKernel } from "@lib/study/kernel/interruptible_kernel.ts";
import { LAB_KERNEL } from "@lib/study/notebook/markdown_format.ts";
import { JupyterClient } from "./jupyter_client.ts";

/** A kernel as Jupyter starts it, with a client, for as long as `use` takes. */
async function withKernel(use: (client: JupyterClient) => Promise<void>): Promise<void> {
  const connection = freeConnection();
  const kernel = await InterruptibleKernel.start(connection, { cwd: Deno.cwd() });
  const client = new JupyterClient(connection);
  try {
    await client.ready();
    await use(client);
  } finally {
    client.close();
    await kernel.stop();
  }
}

/** Runs `code`, which prints "on", and interrupts it then. */
async function interrupted(client: JupyterClient, code: string): Promise<{ status: unknown; shown: string[] }> {
  const id = await client.start(code);
  await client.until(() => client.shown(id).includes("on"));
  await client.interrupt();
  return await client.ended(id);
}

Deno.test("an interrupt ends a cell at any await, says so, keeps its state, and the kernel goes on", () =>
  withKernel(async (client) => {
    assertEquals(await client.run("const n: number = 41; let k = 0;"), { status: "ok", shown: [] });
    const cells = [
      `console.log("on"); await new Promise(() => {});`,
      `console.log("on"); const late = await new Promise<number>((go) => setTimeout(() => go(1), 60_000));`,
      `for (;;) { await new Promise((go) => setTimeout(go, 1)); if (k++ === 0) console.log("on"); }`,
      `for await (const _ of (async function* () { yield 1; await new Promise(() => {}); })()) console.log("on");`,
      `const f = async () => { console.log("on"); await new Promise(() => {}); }; await f();`,
    ];
    for (const code of cells) {
      const { status, shown } = await interrupted(client, code);
      assertEquals([status, shown.slice(0, 1)], ["error", ["on"]], code);
      assertStringIncludes(shown.at(-1)!, "Interrupted: the cell was stopped while it waited");
      assertEquals(await client.run("n + 1"), { status: "ok", shown: ["42"] });
    }
  }));

Deno.test("an interrupt ends a loop, also behind an await, and the cell says so", () =>
  withKernel(async (client) => {
    await client.run("const n = 41;");
    for (const code of [`console.log("on"); while (true);`, `await 1; console.log("on"); while (true);`]) {
      const { status, shown } = await interrupted(client, code);
      assertEquals([status, shown], ["error", [
        "on",
        "Interrupted: the cell was stopped; variables keep their values",
      ]]);
      assertEquals(await client.run("n + 1"), { status: "ok", shown: ["42"] });
    }
  }));

Deno.test("an interrupt of an idle kernel stops nothing, neither now nor later", () =>
  withKernel(async (client) => {
    await client.interrupt();
    assertEquals(await client.run("await Promise.resolve(3)"), { status: "ok", shown: ["3"] });
  }));

Deno.test("an interrupt that comes while a module loads holds for the next await of the cell", () =>
  withKernel(async (client) => {
    const slow = `console.log("on"); await new Promise((go) => setTimeout(go, 400));`;
    const code = `import "data:text/javascript,${encodeURIComponent(slow)}";\nawait new Promise(() => {});`;
    const { status, shown } = await interrupted(client, code);
    assertEquals([status, shown.length], ["error", 2]);
  }));

Deno.test("an interrupt that comes too late for a cell does not hit the next one", () =>
  withKernel(async (client) => {
    const busy = `console.log("on"); for (const t = performance.now(); performance.now() - t < 150;);`;
    assertEquals(await interrupted(client, busy), { status: "ok", shown: ["on"] });
    assertEquals(await client.run("await Promise.resolve(3)"), { status: "ok", shown: ["3"] });
  }));

Deno.test("what a cell prints late is filed under it", () =>
  withKernel(async (client) => {
    const id = await client.start(`setTimeout(() => console.log("late"), 150); "first"`);
    await client.ended(id);
    assertEquals(await client.run(`await new Promise((go) => setTimeout(go, 400)); "second"`), {
      status: "ok",
      shown: ['"second"'],
    });
    assertEquals(client.shown(id), ['"first"', "late"]);
  }));

Deno.test("cells are echoed as they were written, and messages of ours reach nobody", () =>
  withKernel(async (client) => {
    const code = `const x = await Promise.resolve(1);\nfor await (const y of [x]) y;`;
    const id = await client.start(code);
    await client.ended(id);
    assertEquals(client.of(id, "execute_input").map(({ content }) => content.code), [code]);
    assertEquals(client.received.filter(({ type }) => type.startsWith("lab_")), []);
  }));

Deno.test("the kernel describes its language as our notebooks do, so that opening one changes nothing in it", () =>
  withKernel(async (client) => {
    for (const channel of ["shell", "control"] as const) {
      const id = await client.request(channel, "kernel_info_request", {});
      await client.until(() => client.of(id, "kernel_info_reply").length > 0);
      assertEquals(client.of(id, "kernel_info_reply")[0]!.content.language_info, LAB_KERNEL.language_info);
    }
  }));
