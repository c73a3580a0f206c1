import { assertEquals } from "@std/assert";
import { syntaxMessage } from "@lib/study/kernel/syntax_message.ts";

Deno.test("syntaxMessage() gives message, place and the line with a pointer", async () => {
  assertEquals(await syntaxMessage("const a = 1;\nconst x = ;"), [
    "Expression expected (line 2, column 11)",
    "2 | const x = ;",
    "  |           ~",
  ]);
});

Deno.test("syntaxMessage() finds nothing wrong with TypeScript that compiles", async () => {
  assertEquals(await syntaxMessage("const a: number = await 1;\nimport { b } from './b.ts';"), undefined);
});
