import { assertEquals } from "@std/assert";

const PROGRAM = `
import { welchTTest } from "@lib/math/stats/hypothesis/t_tests.ts";
import { kolmogorovSmirnovTest } from "@lib/math/stats/hypothesis/kolmogorov_smirnov.ts";
import { beta } from "@lib/math/stats/distributions/beta.ts";
const p = welchTTest([4, 5, 6, 7], [1, 2, 3, 8]).pValue;
const q = kolmogorovSmirnovTest([1, 2, 3], [4, 5, 6]).pValue;
console.log(p.toFixed(4), q.toFixed(4), beta({ alpha: 2, beta: 3 }).ppf(0.5).toFixed(4));
`;

Deno.test("statistics need no permission at all: nothing that they import reads the environment", async () => {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--frozen", "--no-check", "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1" },
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(PROGRAM));
  await writer.close();
  const { stdout, stderr } = await child.output();
  const [said, complained] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assertEquals([said!.trim(), /NotCapable|Error/.test(complained!)], ["0.3004 0.1000 0.3857", false]);
});
