import { assertEquals } from "@std/assert";
import { failing, formatDiagnostic } from "@lib/study/checks/diagnostic.ts";

const PLAIN = { rule: "layer", path: "lib/a.ts", message: "no" } as const;

Deno.test("formatDiagnostic says where in a way that editors understand", () => {
  assertEquals(formatDiagnostic(PLAIN), "lib/a.ts: layer: no");
  assertEquals(formatDiagnostic({ ...PLAIN, line: 3 }), "lib/a.ts:3: layer: no");
  assertEquals(formatDiagnostic({ ...PLAIN, cell: 2 }), "lib/a.ts cell 2: layer: no");
  assertEquals(formatDiagnostic({ ...PLAIN, cell: 2, line: 3 }), "lib/a.ts cell 2 line 3: layer: no");
  assertEquals(formatDiagnostic({ ...PLAIN, severity: "advice" }), "lib/a.ts: advice: layer: no");
});

Deno.test("failing leaves advice out", () => {
  const error = { ...PLAIN, severity: "error" } as const;
  assertEquals(failing([PLAIN, { ...PLAIN, severity: "advice" }, error]), [PLAIN, error]);
});
