import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { nearestNeighborReports } from "@lib/study/experiments/neighbors/nearest_neighbor_reports.ts";

const reports = nearestNeighborReports({ sizes: [100, 800], seed: 5 });

Deno.test("the standardised report is honest, and better than the one in mixed units", () => {
  const { reported, onNewRows } = reports["standardises"];
  for (const [i, size] of [100, 800].entries()) {
    assertAlmostEquals(reported[i]!, onNewRows[i]!, 4 * Math.sqrt(0.25 / size));
    assert(onNewRows[i]! > 0.7, `${onNewRows}`);
    assertAlmostEquals(reports["leaves the units"].onNewRows[i]!, 0.5, 0.07);
    assertAlmostEquals(reports["leaves the units"].reported[i]!, 0.5, 4 * Math.sqrt(0.25 / size));
  }
});

Deno.test("copied rows find their twins: the report is flattered, the model is the same", () => {
  const copied = reports["copies rows, then splits"];
  assertEquals(copied.onNewRows, reports["standardises"].onNewRows);
  for (const [i, share] of copied.reported.entries()) assert(share > reports["standardises"].reported[i]! + 0.08);
});

Deno.test("the seed decides, and nonsense is refused", () => {
  const options = { sizes: [40], seed: 3 };
  assertEquals(nearestNeighborReports(options), nearestNeighborReports(options));
  assert(
    JSON.stringify(nearestNeighborReports(options)) !== JSON.stringify(nearestNeighborReports({ ...options, seed: 4 })),
  );
  assertThrows(() => nearestNeighborReports({ sizes: [0], seed: 1 }), RangeError, "sizes");
});
