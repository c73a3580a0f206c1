import { assertEquals } from "@std/assert";
import { type CellErrorKind, isFatal } from "@lib/study/kernel/cell_error.ts";

Deno.test("isFatal() tells whether the kernel is gone", () => {
  const table: Record<CellErrorKind, boolean> = {
    thrown: false,
    syntax: false,
    uncaught: false,
    slow: true,
    memory: true,
    died: true,
    flood: true,
    corrupt: true,
  };
  for (const [kind, fatal] of Object.entries(table) as [CellErrorKind, boolean][]) {
    assertEquals(isFatal({ kind, name: "E", message: "", traceback: [] }), fatal, kind);
  }
});
