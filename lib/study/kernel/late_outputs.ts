/**
 * Marks what a cell prints or displays after it has ended: two `lab_late` messages around each such output say whose it
 * is.
 *
 * The kernel files every output under the cell that runs now. Whoever reads its messages (the runner, or the relay in
 * front of it) files what stands between the marks under the cell that they name.
 *
 * Not here on purpose: knowing which cell an output belongs to (the caller keeps an asynchronous context for each).
 *
 * @module
 */

/** The part of `Deno.jupyter` through which a kernel sends. */
export interface OutputChannel {
  /** Sends a message to all clients. */
  broadcast(type: string, content: Record<string, unknown>, options?: unknown): Promise<void>;
  /** Shows a value. */
  display(value: unknown, options?: DisplayOptions): Promise<void>;
  /** A value as a MIME bundle. */
  format(value: unknown): Promise<Record<string, unknown>>;
}

/** How a value is shown. */
export interface DisplayOptions {
  /** Whether the value is a MIME bundle already. */
  raw?: boolean;
  /** Whether it takes the place of what was shown under the same id. */
  update?: boolean;
  /** The id under which it may be updated. */
  display_id?: string;
}

/**
 * Replaces the channel's functions, and the methods of `console`, by ones that mark late outputs.
 * @param channel `Deno.jupyter`.
 * @param late The cell whose output this is, if it is not the cell that runs now.
 */
export function markLateOutputs<Cell>(channel: OutputChannel, late: () => Cell | undefined): void {
  const { broadcast, display, format } = channel;

  /** Runs `send`, which must send before it returns, between two notes that say whose output it is. */
  function between<Value>(cell: Cell, send: () => Value): Value {
    void broadcast("lab_late", { cell });
    try {
      return send();
    } finally {
      void broadcast("lab_late", { cell: null });
    }
  }

  const methods = console as unknown as Record<string, unknown>;
  for (const [name, method] of Object.entries(methods)) {
    if (typeof method !== "function" || name === "Console") continue;
    methods[name] = (...args: unknown[]) => {
      const cell = late();
      return cell === undefined ? method(...args) : between(cell, () => method(...args));
    };
  }
  channel.broadcast = (type, content, options) => {
    const cell = late();
    const send = () => options === undefined ? broadcast(type, content) : broadcast(type, content, options);
    return cell === undefined ? send() : between(cell, send);
  };
  channel.display = async (value, options = {}) => {
    const cell = late();
    if (cell === undefined) return await display(value, options);
    const data = options.raw ? value : await format(value);
    const transient = options.display_id === undefined ? {} : { display_id: options.display_id };
    const type = options.update ? "update_display_data" : "display_data";
    await between(cell, () => broadcast(type, { data, metadata: {}, transient }));
  };
}
