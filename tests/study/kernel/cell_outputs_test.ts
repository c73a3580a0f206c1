import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { CellOutputs } from "@lib/study/kernel/cell_outputs.ts";

function stream(text: string, name = "stdout"): { type: string; content: Record<string, unknown> } {
  return { type: "stream", content: { name, text } };
}

function display(text: string, id?: string, type = "display_data"): { type: string; content: Record<string, unknown> } {
  const transient = id === undefined ? {} : { display_id: id };
  return { type, content: { data: { "text/plain": text }, metadata: {}, transient } };
}

function texts(outputs: CellOutputs, cell: number): unknown[] {
  return outputs.of(cell).map((output) =>
    "text" in output ? output.text : "data" in output ? output.data["text/plain"] : ""
  );
}

// By hand

Deno.test("CellOutputs joins neighbouring prints to one stream and keeps the order of everything else", () => {
  const outputs = new CellOutputs();
  for (const message of [stream("a\n"), stream("b\n"), stream("!", "stderr"), stream("c"), display("d"), stream("e")]) {
    assert(outputs.add(1, message));
  }
  assertEquals(texts(outputs, 1), ["a\nb\n", "!", "c", "d", "e"]);
});

Deno.test("CellOutputs keeps results and errors as a notebook stores them, without transient fields", () => {
  const outputs = new CellOutputs();
  outputs.add(1, {
    type: "execute_result",
    content: { data: { "text/plain": "4" }, metadata: {}, transient: {}, execution_count: 2 },
  });
  outputs.add(1, { type: "error", content: { ename: "E", evalue: "no", traceback: ["E: no"], extra: 1 } });
  assertEquals(outputs.of(1), [
    { output_type: "execute_result", execution_count: 2, data: { "text/plain": "4" }, metadata: {} },
    { output_type: "error", ename: "E", evalue: "no", traceback: ["E: no"] },
  ]);
});

Deno.test("CellOutputs replaces what is shown under a display id, in every cell that shows it", () => {
  const outputs = new CellOutputs();
  outputs.add(1, display("10 %", "bar"));
  outputs.add(2, display("10 %", "bar"));
  outputs.add(2, display("other", "else"));
  outputs.add(3, display("100 %", "bar", "update_display_data"));
  assertEquals([texts(outputs, 1), texts(outputs, 2), texts(outputs, 3)], [["100 %"], ["100 %", "other"], []]);
});

Deno.test("CellOutputs clears at once, or when the next output comes if it was told to wait", () => {
  const outputs = new CellOutputs();
  outputs.add(1, stream("a"));
  outputs.add(1, { type: "clear_output", content: { wait: true } });
  assertEquals(texts(outputs, 1), ["a"]);
  outputs.add(1, display("b"));
  assertEquals(texts(outputs, 1), ["b"]);
  outputs.add(1, { type: "clear_output", content: { wait: false } });
  assertEquals(texts(outputs, 1), []);
});

Deno.test("CellOutputs says of other messages that they are no outputs", () => {
  assertEquals(new CellOutputs().add(1, { type: "status", content: {} }), false);
});

// Invariants

Deno.test("CellOutputs keeps the beginning of what is too long and says once that the rest is left out", () => {
  const outputs = new CellOutputs({ keptCharacters: 10, allowedCharacters: 1e6, allowedMessages: 1e6 });
  for (let k = 0; k < 5; k++) outputs.add(1, stream("abcd"));
  const [text] = texts(outputs, 1) as [string];
  assert(text.startsWith("abcdabcdab\n["));
  assertEquals(text.split("left out").length, 2);
  assertStringIncludes(text, "more than 10 characters");
  assertEquals(texts(outputs, 1).length, 1);
});

Deno.test("CellOutputs counts messages and characters of each cell to tell a flood", () => {
  const outputs = new CellOutputs({ keptCharacters: 10, allowedCharacters: 100, allowedMessages: 3 });
  for (let k = 0; k < 3; k++) outputs.add(1, stream("a"));
  assertEquals(outputs.isFlood(1), false);
  outputs.add(1, stream("a"));
  assertEquals([outputs.isFlood(1), outputs.isFlood(2)], [true, false]);
  outputs.add(2, stream("x".repeat(101)));
  assertEquals(outputs.isFlood(2), true);
});
