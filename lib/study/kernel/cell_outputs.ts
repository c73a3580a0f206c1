/**
 * The outputs of one notebook, put together from the kernel's messages the way a notebook file keeps them.
 *
 * Neighbouring prints to one stream become one output; `update_display_data` replaces what was displayed under the same
 * id, in whatever cell; `clear_output` empties its cell, at once or when the next output comes.
 *
 * **Invariant.** Every message ends up in exactly one cell's outputs, or is said to be left out: a cell that prints too
 * much keeps its beginning and one sentence about the rest.
 *
 * Cost: O(1) amortised per message.
 *
 * Not here on purpose: which cell a message belongs to (the session knows), pictures, the cleaning up for git.
 *
 * Source: "Messaging in Jupyter" 5.3, Messages on the IOPub channel.
 *
 * @module
 */
import type { MimeBundle, Output } from "../notebook/nbformat.ts";
import type { WireMessage } from "./wire_message.ts";

export type { Output, WireMessage };

/** Bounds that keep a notebook readable and the runner alive. */
export interface OutputLimits {
  /** Characters of printed text kept per cell. @default {200_000} */
  readonly keptCharacters: number;
  /** Characters in messages of one cell after which it counts as printing without end. @default {64_000_000} */
  readonly allowedCharacters: number;
  /** Messages of one cell after which it counts as printing without end; they pass at about 5000 a second. @default {20_000} */
  readonly allowedMessages: number;
}

/** The limits that a run uses unless it is told otherwise. */
export const DEFAULT_OUTPUT_LIMITS: OutputLimits = {
  keptCharacters: 200_000,
  allowedCharacters: 64_000_000,
  allowedMessages: 20_000,
};

interface CellRecord {
  outputs: Output[];
  clearBeforeNext: boolean;
  messages: number;
  characters: number;
  printed: number;
}

/** Collects messages, cell by cell. */
export class CellOutputs {
  readonly #limits: OutputLimits;
  readonly #cells = new Map<number, CellRecord>();
  /** Every place that shows a display id. */
  readonly #displays = new Map<string, { data: MimeBundle; metadata: Record<string, unknown> }[]>();

  /**
   * Nothing collected yet.
   * @param limits How much of a cell's output is kept, and how much is too much.
   */
  constructor(limits: OutputLimits = DEFAULT_OUTPUT_LIMITS) {
    this.#limits = limits;
  }

  /** The outputs of one cell so far. */
  of(cell: number): Output[] {
    return this.#record(cell).outputs;
  }

  /** Whether the cell has sent more than a cell can reasonably mean. */
  isFlood(cell: number): boolean {
    const { messages, characters } = this.#record(cell);
    return messages > this.#limits.allowedMessages || characters > this.#limits.allowedCharacters;
  }

  /** Files one message under `cell`; returns whether it was an output at all. */
  add(cell: number, message: Pick<WireMessage, "type" | "content">): boolean {
    const { type, content } = message;
    const record = this.#record(cell);
    if (type === "stream") {
      this.#print(record, content as { name: "stdout" | "stderr"; text: string });
    } else if (type === "display_data" || type === "execute_result") {
      const { data, metadata, transient, execution_count } = content as unknown as Shown;
      const shown = { data, metadata: metadata ?? {} };
      const output: Output = type === "display_data"
        ? { output_type: type, ...shown }
        : { output_type: type, execution_count, ...shown };
      this.#push(record, output, JSON.stringify(data).length);
      const id = transient?.display_id;
      if (id !== undefined) this.#displays.set(id, [...this.#displays.get(id) ?? [], output]);
    } else if (type === "update_display_data") {
      const { data, metadata, transient } = content as unknown as Shown;
      for (const shown of this.#displays.get(transient?.display_id ?? "") ?? []) {
        shown.data = data;
        shown.metadata = metadata ?? {};
      }
      record.messages++;
    } else if (type === "clear_output") {
      if (content.wait === true) record.clearBeforeNext = true;
      else this.#clear(record);
    } else if (type === "error") {
      const { ename, evalue, traceback } = content as { ename: string; evalue: string; traceback: string[] };
      this.#push(record, { output_type: "error", ename, evalue, traceback }, evalue.length);
    } else {
      return false;
    }
    return true;
  }

  #record(cell: number): CellRecord {
    let record = this.#cells.get(cell);
    if (!record) {
      record = { outputs: [], clearBeforeNext: false, messages: 0, characters: 0, printed: 0 };
      this.#cells.set(cell, record);
    }
    return record;
  }

  #clear(record: CellRecord): void {
    record.outputs.length = 0;
    record.clearBeforeNext = false;
    record.printed = 0;
  }

  #push(record: CellRecord, output: Output, characters: number): void {
    if (record.clearBeforeNext) this.#clear(record);
    record.messages++;
    record.characters += characters;
    if (record.characters > this.#limits.allowedCharacters) return; // the cell is about to be stopped
    record.outputs.push(output);
  }

  #print(record: CellRecord, { name, text }: { name: "stdout" | "stderr"; text: string }): void {
    if (record.clearBeforeNext) this.#clear(record);
    record.messages++;
    record.characters += text.length;
    const room = this.#limits.keptCharacters - record.printed;
    record.printed += text.length;
    if (room < 0) return;
    const kept = room >= text.length ? text : text.slice(0, room) + this.#notice();
    const last = record.outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name) last.text += kept;
    else record.outputs.push({ output_type: "stream", name, text: kept });
  }

  #notice(): string {
    const limit = this.#limits.keptCharacters.toLocaleString("en");
    return `\n[The cell printed more than ${limit} characters; the rest is left out]\n`;
  }
}

interface Shown {
  data: MimeBundle;
  metadata?: Record<string, unknown>;
  transient?: { display_id?: string };
  execution_count: number | null;
}
