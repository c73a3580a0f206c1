import { assert, assertEquals } from "@std/assert";
import { logTicks } from "@lib/study/figures/_log_ticks.ts";

Deno.test("powers of ten are named where two are in sight", () => {
  assertEquals(logTicks(5, 200), { dtick: 1, exponentformat: "power", tickfont: { size: 10 } });
  assertEquals((logTicks(10, 100) as { dtick: number }).dtick, 1, "both ends count");
  assertEquals((logTicks(1e-9, 1e11) as { dtick: number }).dtick, 3, "20 powers, every third");
});

Deno.test("1, 2, 5 are named where there are not, beyond both ends", () => {
  assertEquals(logTicks(0.03, 0.3), {
    tickvals: [0.02, 0.05, 0.1, 0.2, 0.5],
    ticktext: ["0.02", "0.05", "0.1", "0.2", "0.5"],
  });
  assertEquals(logTicks(300, 300), { tickvals: [200, 500], ticktext: ["200", "500"] });
});

Deno.test("any range has at least two names and at most a dozen", () => {
  for (let low = 1e-6; low < 1e6; low *= 1.7) {
    for (const factor of [1, 1.5, 4, 9.9, 11, 150, 1e12]) {
      const ticks = logTicks(low, low * factor);
      if ("tickvals" in ticks) {
        assert(ticks.tickvals.length >= 2 && ticks.tickvals.length <= 9, `${low} × ${factor}`);
        assert(ticks.tickvals[0]! <= low && ticks.tickvals.at(-1)! >= low * factor * 0.999, `${low} × ${factor}`);
      } else {
        const count = Math.log10(factor) / ticks.dtick;
        assert(count >= 1 && count <= 10, `${low} × ${factor}`);
      }
    }
  }
});
