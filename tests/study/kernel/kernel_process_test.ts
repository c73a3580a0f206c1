import { assertEquals, assertRejects } from "@std/assert";
import { freeConnection } from "@lib/study/kernel/connection.ts";
import { KernelProcess } from "@lib/study/kernel/kernel_process.ts";
import { KernelSession } from "@lib/study/kernel/kernel_session.ts";
import { here } from "./running_kernel.ts";

// By hand

Deno.test("KernelProcess tells what the process said and how it ended, and stops it once", async () => {
  const kernel = await KernelProcess.start({ cwd: here, denoPath: await script("echo first; echo last >&2; exit 4") });
  assertEquals((await kernel.ended).code, 4);
  assertEquals((await kernel.lastWords()).split("\n").toSorted(), ["first", "last"]);
  assertEquals(kernel.status?.code, 4);
  await kernel.stop();
  await kernel.stop();
});

Deno.test("KernelProcess hands over the connection in a file that only we can read, and removes it", async () => {
  const show = `stat -c %a "$4"; cat "$4"; echo; echo "$4"; echo "$LAB_X $NO_COLOR"`;
  const connection = freeConnection();
  const env = { LAB_X: "yes" };
  const kernel = await KernelProcess.start({ cwd: here, denoPath: await script(show), connection, env });
  await kernel.ended;
  const [mode, text, file, environment] = (await kernel.lastWords()).split("\n");
  assertEquals([mode, JSON.parse(text!), environment], ["600", connection, "yes 1"]);
  await kernel.stop();
  await assertRejects(() => Deno.stat(file!), Deno.errors.NotFound);
});

// Refusals

Deno.test("KernelSession.start() names a program that is missing, a folder that is missing, a port that is taken", async () => {
  await assertRejects(
    () => KernelSession.start({ cwd: here, denoPath: "/no/such/deno" }),
    Error,
    "Cannot start the Deno kernel: there is no program /no/such/deno",
  );
  await assertRejects(
    () => KernelSession.start({ cwd: "/no/such/folder" }),
    Error,
    "Cannot start the Deno kernel: there is no folder /no/such/folder",
  );
  const connection = freeConnection();
  const taken = Deno.listen({ hostname: connection.ip, port: connection.iopub_port });
  try {
    await assertRejects(() => KernelSession.start({ cwd: here, connection }), Error, "Address already in use");
  } finally {
    taken.close();
  }
});

/** A program that stands in for the kernel. */
async function script(text: string): Promise<string> {
  const file = await Deno.makeTempFile({ suffix: ".sh" });
  await Deno.writeTextFile(file, `#!/bin/bash\nrm "$0"\n${text}\n`);
  await Deno.chmod(file, 0o700);
  return file;
}
