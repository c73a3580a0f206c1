import { assertEquals } from "@std/assert";
import { withCpuLimit } from "@lib/study/process/cpu_limit.ts";

const ignore = Deno.build.os === "windows";

Deno.test({
  name: "an endless loop that nobody watches is ended by its processor time (needs sh)",
  ignore,
  async fn() {
    const { command, args } = withCpuLimit({ command: "/bin/sh", args: ["-c", "while :; do :; done"] }, 0.5);
    const { success, code } = await new Deno.Command(command, { args: [...args] }).output();
    assertEquals([success, code > 128], [false, true]);
  },
});

Deno.test({
  name: "withCpuLimit changes neither arguments nor exit status nor process (needs sh)",
  ignore,
  async fn() {
    const script = `console.log(JSON.stringify(Deno.args), Deno.pid); Deno.exit(3)`;
    const file = await Deno.makeTempFile({ suffix: ".js" });
    await Deno.writeTextFile(file, script);
    const odd = ["a b", `"'$HOME`, "*", "", "--x"];
    const line = withCpuLimit({ command: Deno.execPath(), args: ["run", "-A", file, ...odd] }, 60);
    const child = new Deno.Command(line.command, { args: [...line.args], stdout: "piped" }).spawn();
    const { code, stdout } = await child.output();
    assertEquals([code, new TextDecoder().decode(stdout)], [3, `${JSON.stringify(odd)} ${child.pid}\n`]);
    await Deno.remove(file);
  },
});
