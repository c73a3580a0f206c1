import { assertEquals } from "@std/assert";
import { failing, formatFinding } from "@lib/study/house/finding.ts";

const PLAIN = { rule: "layer", path: "lib/a.ts", message: "no" } as const;

Deno.test("formatFinding says where in a way that editors understand", () => {
  assertEquals(formatFinding(PLAIN), "lib/a.ts: layer: no");
  assertEquals(formatFinding({ ...PLAIN, line: 3 }), "lib/a.ts:3: layer: no");
  assertEquals(formatFinding({ ...PLAIN, cell: 2 }), "lib/a.ts cell 2: layer: no");
  assertEquals(formatFinding({ ...PLAIN, cell: 2, line: 3 }), "lib/a.ts cell 2 line 3: layer: no");
  assertEquals(formatFinding({ ...PLAIN, severity: "advice" }), "lib/a.ts: advice: layer: no");
});

Deno.test("failing leaves advice out", () => {
  const error = { ...PLAIN, severity: "error" } as const;
  assertEquals(failing([PLAIN, { ...PLAIN, severity: "advice" }, error]), [PLAIN, error]);
});
