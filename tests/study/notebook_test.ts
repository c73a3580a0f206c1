import { assert, assertEquals } from "@std/assert";
import { Dealer, Subscriber } from "zeromq";
import { KernelProcess } from "@lib/study/kernel/kernel_process.ts";
import { decodeMessage, encodeMessage, type WireMessage } from "@lib/study/kernel/wire_message.ts";

/**
 * A client as simple as nbclient: it collects the outputs of a cell until the kernel says that it is idle, and not
 * longer.
 */
async function withSimpleClient(
  use: (run: (code: string, limitMs?: number) => Promise<WireMessage[]>) => Promise<void>,
): Promise<void> {
  const config = new URL("../../", import.meta.url).pathname;
  const kernel = await KernelProcess.start({ cwd: `${config}tests` });
  const { key, shell_port, iopub_port } = kernel.connection;
  const shell = new Dealer({ linger: 0, reconnectInterval: 10 });
  const iopub = new Subscriber({ linger: 0, reconnectInterval: 10 });
  shell.connect(`tcp://127.0.0.1:${shell_port}`);
  iopub.connect(`tcp://127.0.0.1:${iopub_port}`);
  iopub.subscribe();
  async function run(code: string, limitMs = 20_000): Promise<WireMessage[]> {
    const id = crypto.randomUUID();
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    await shell.send(encodeMessage({ type: "execute_request", id, content }, { key, session: "test" }));
    const outputs: WireMessage[] = [];
    for (const endMs = performance.now() + limitMs; performance.now() < endMs;) {
      if (!iopub.readable) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        continue;
      }
      const message = decodeMessage(await iopub.receive(), key);
      if (message.parentId !== id) continue;
      if (message.content.execution_state === "idle") return outputs;
      if (["stream", "execute_result", "error"].includes(message.type)) outputs.push(message);
    }
    return outputs;
  }
  try {
    while (!(await run(`"ready"`, 100)).some(({ type }) => type === "execute_result")) { /* not subscribed yet */ }
    await use(run);
  } finally {
    shell.close();
    iopub.close();
    await kernel.stop();
  }
}

async function lostIn(run: (code: string) => Promise<WireMessage[]>, cells: number): Promise<number> {
  let lost = 0;
  for (let cell = 0; cell < cells; cell++) {
    const outputs = await run(`for (let i = 0; i < 20; i++) console.log("${cell}:" + i); ${cell}`);
    const text = outputs.filter(({ type }) => type === "stream").map(({ content }) => content.text).join("");
    const isWhole = text === Array.from({ length: 20 }, (_, i) => `${cell}:${i}\n`).join("") &&
      outputs.some(({ type }) => type === "execute_result");
    if (!isWhole) lost++;
  }
  return lost;
}

Deno.test("after the import, a client that stops listening at idle loses nothing; before it, it does", () =>
  withSimpleClient(async (run) => {
    assert(await lostIn(run, 40) > 0, "the kernel has been mended: the import is not needed any more");
    const first = await run(`import "@lib/study/notebook.ts";`); // among what is left of the cells before
    assert(!JSON.stringify(first).includes("Module"), "the import shows no module");
    assertEquals(await lostIn(run, 40), 0);
    assertEquals(await run(`import "@lib/study/notebook.ts";`), [], "twice is once");
    assertEquals(await lostIn(run, 5), 0);
  }));

Deno.test("after the import, an error that nobody catches is printed and the kernel goes on answering", () =>
  withSimpleClient(async (run) => {
    await run(`import "@lib/study/notebook.ts";`);
    const causes = {
      "a detached promise": `Promise.reject(new Error("lost"));`,
      "a timer or event handler": `setTimeout(() => { throw new Error("lost"); }, 1);`,
    };
    for (const [where, cause] of Object.entries(causes)) {
      const outputs = await run(`${cause} await new Promise((resolve) => setTimeout(resolve, 50)); "alive"`, 3000);
      const printed = outputs.filter(({ type }) => type === "stream").map(({ content }) => content.text).join("");
      assert(printed.includes(`Uncaught in ${where}: Error: lost`), `${where}: ${printed}`);
      assert(outputs.some(({ type }) => type === "execute_result"), `after ${where} the kernel must answer`);
    }
  }));

Deno.test("the import does nothing outside a kernel", async () => {
  await import("@lib/study/notebook.ts");
});
