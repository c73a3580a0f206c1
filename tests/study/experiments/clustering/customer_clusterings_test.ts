import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { customerClusterings } from "@lib/study/experiments/clustering/customer_clusterings.ts";

Deno.test("only standardised columns without the billionaire show the ages", () => {
  for (const seed of [1, 4, 9]) {
    const all = customerClusterings({ seed });
    for (const [i, age] of [30, 60].entries()) {
      assertAlmostEquals(all.standardises.agesByCluster[i]!, age, 2.5, `seed ${seed}`);
    }
    const [young, old] = all["leaves incomes in euros"].agesByCluster;
    assert(old! - young! < 8, `seed ${seed}: ${old! - young!}`);
    assertEquals(Math.min(...all["keeps the billionaire"].sizes), 1);
    assertEquals(all.standardises.sizes.reduce((sum, size) => sum + size, 0), 600);
  }
});

Deno.test("the seed decides", () => {
  assertEquals(customerClusterings({ seed: 2 }), customerClusterings({ seed: 2 }));
  assert(
    customerClusterings({ seed: 2 }).standardises.silhouette !==
      customerClusterings({ seed: 3 }).standardises.silhouette,
  );
});
