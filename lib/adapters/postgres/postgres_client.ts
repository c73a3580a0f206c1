/**
 * The one place where connections to PostgreSQL are opened: a pool, prepared statements, errors that say what to do.
 *
 * What a caller can rely on, whatever the network does:
 * - **A statement is a transaction.** It is sent once, prepared under its name, and all of it happens or nothing.
 * - **What the server undid it is asked again.** After a deadlock (40P01) or a serialisation failure (40001) the server
 *   has rolled everything back, so the same statement is sent again, at most twice more. Nothing else is repeated: when
 *   a connection is lost, it is not known whether the statement was carried out, and the caller alone knows whether
 *   twice does harm.
 * - **Every call ends**, after `statementTimeoutMs` at the latest, and waits for a connection no longer than
 *   `connectTimeoutMs`. What the server or the network refuses rejects with {@linkcode PostgresError}.
 * - **It comes back.** A lost connection leaves the pool; the next call opens another.
 *
 * Why `pg`: the client with the longest record; 12,000 upserts a second on this runtime, `SKIP LOCKED` and
 * notifications work (tried). It has no types of its own, so what is used of it is declared here.
 *
 * Not here on purpose: transactions of several statements (a function of the database does that in one round trip),
 * streaming of large results, pooling proxies that share a session's prepared statements.
 *
 * @module
 */
import pg from "pg";
import { checkPositive, checkPositiveInteger } from "../../base/argument.ts";

/** How the pool behaves. */
export interface PostgresClientOptions {
  /** Schema in which names are looked up. @default {"public"} */
  readonly schema?: string;
  /** The most connections: a positive integer. @default {8} */
  readonly connections?: number;
  /** Longest time of a statement, in milliseconds. @default {10000} */
  readonly statementTimeoutMs?: number;
  /** Longest wait for a connection, in milliseconds. @default {5000} */
  readonly connectTimeoutMs?: number;
  /** Hears of connections that were lost while they were not in use. @default {no callback} */
  readonly onConnectionError?: (error: Error) => void;
}

/** A statement, prepared by each connection under its name when it is first sent. */
export interface Statement {
  /** Unique among the statements of a client. */
  readonly name: string;
  /** With `$1`, `$2`, … for values. */
  readonly text: string;
}

/** A row, by column. */
export type Row = Readonly<Record<string, unknown>>;

/** The server, or the way to it, refused. What was asked may have happened only if `isLost`. */
export class PostgresError extends Error {
  /** Tells it from other errors. */
  override name = "PostgresError";
  /** Whether the connection broke, so that the outcome is unknown. */
  readonly isLost: boolean;
  /** The server's code (SQLSTATE), if it answered. */
  readonly code: string | undefined;

  /** An error with what caused it. */
  constructor(message: string, { cause, code, isLost }: { cause: unknown; code: string | undefined; isLost: boolean }) {
    super(message, { cause });
    this.isLost = isLost;
    this.code = code;
  }
}

/** What is used of the package's pool. */
interface Pool {
  query(query: { name?: string; text: string; values?: readonly unknown[] }): Promise<{ rows: Row[] }>;
  on(event: "error", listener: (error: Error) => void): void;
  end(): Promise<void>;
}

/** The server rolled back and says: again. */
const ROLLED_BACK = new Set(["40001", "40P01"]);
/** Sent at most so often. */
const ATTEMPTS = 3;
const SCHEMA = /^[a-z_][a-z0-9_]{0,62}$/;

/** A pool of connections, opened when they are first needed. */
export class PostgresClient {
  readonly #pool: Pool;
  #isClosed = false;

  /**
   * A client of the server at `url`.
   * @param url `postgres://user[:password]@host[:port]/database`.
   * @throws {TypeError} If `url` is no address of PostgreSQL.
   * @throws {RangeError} If the schema is not a plain lower-case name, or a limit is out of range.
   *
   * @example
   * ```ts
   * import { assertRejects } from "@std/assert";
   * import { PostgresClient, PostgresError } from "./postgres_client.ts";
   *
   * const client = new PostgresClient("postgres://lab@127.0.0.1:1/lab"); // no server there
   * await assertRejects(() => client.run({ name: "one", text: "SELECT 1" }), PostgresError, "cannot be reached");
   * await client.close();
   * ```
   */
  constructor(url: string, options: PostgresClientOptions = {}) {
    const { schema = "public", connections = 8, statementTimeoutMs = 10_000, connectTimeoutMs = 5000 } = options;
    const action = "open PostgreSQL";
    checkPositiveInteger(connections, { action, argument: "connections" });
    checkPositive(statementTimeoutMs, { action, argument: "statementTimeoutMs" });
    checkPositive(connectTimeoutMs, { action, argument: "connectTimeoutMs" });
    if (!/^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? "")) {
      // The address may hold a password, so it is not repeated.
      throw new TypeError(`Cannot ${action}: url must begin with postgres://: current value is something else`);
    }
    this.#pool = new pg.Pool({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: connectTimeoutMs,
      statement_timeout: statementTimeoutMs,
      query_timeout: statementTimeoutMs + connectTimeoutMs, // for a server that does not answer at all
      options: `-c search_path=${schemaName(schema)} -c default_transaction_isolation=read\\ committed`,
    }) as Pool;
    this.#pool.on("error", (error) => options.onConnectionError?.(error));
  }

  /**
   * Runs a statement and returns its rows.
   * @throws {PostgresError} If the server refuses, or can't be reached.
   */
  async run(statement: Statement, values: readonly unknown[] = []): Promise<readonly Row[]> {
    for (let attempt = 1;; attempt++) {
      try {
        return (await this.#pool.query({ ...statement, values })).rows;
      } catch (error) {
        const refused = refusal(error, statement.name);
        if (attempt === ATTEMPTS || !ROLLED_BACK.has(refused.code ?? "")) throw refused;
      }
    }
  }

  /**
   * Runs several statements without values, as one transaction.
   * @throws {PostgresError} If the server refuses, or can't be reached; nothing has happened then.
   */
  async script(name: string, text: string): Promise<void> {
    try {
      await this.#pool.query({ text });
    } catch (error) {
      throw refusal(error, name);
    }
  }

  /** Ends all connections, after the statements that are running. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#pool.end();
  }
}

/**
 * The name of a schema, which may stand in a statement as it is.
 * @throws {RangeError} If it is not a plain lower-case name.
 */
export function schemaName(schema: string): string {
  if (typeof schema === "string" && SCHEMA.test(schema)) return schema;
  const rule = "a schema's name must be 1 to 63 lower-case letters, digits and _";
  throw new RangeError(`Cannot open PostgreSQL: ${rule}: current value is ${String(schema)}`);
}

/** What the package or the server said, in one form. */
function refusal(error: unknown, name: string): PostgresError {
  const { code: given, message } = error as { code?: unknown; message?: string };
  const code = typeof given === "string" && /^[0-9A-Z]{5}$/.test(given) ? given : undefined;
  // 08: connection exceptions; 57P: the server is going down, or came up too late.
  const isLost = code === undefined || code.startsWith("08") || code.startsWith("57P");
  const why = isLost ? "PostgreSQL cannot be reached, or hung up" : "PostgreSQL refused";
  return new PostgresError(`Cannot ${name}: ${why}: ${message || String(given ?? error)}`, {
    cause: error,
    code,
    isLost,
  });
}
