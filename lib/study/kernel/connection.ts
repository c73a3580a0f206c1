/**
 * Where a kernel listens: the connection file of the Jupyter protocol, with five free ports of this machine and a key.
 *
 * The ports are asked of the operating system, then given back so that the kernel can take them. Another program may
 * snatch one in between; the kernel then fails to start, and whoever starts it tries again with new ports.
 *
 * Not here on purpose: `ipc` transport (the Deno kernel speaks TCP only), other hosts.
 *
 * Source: "Messaging in Jupyter", Connection files, https://jupyter-client.readthedocs.io/en/stable/kernels.html.
 *
 * @module
 */

/** The content of a connection file, in Jupyter's own words. */
export interface KernelConnection {
  /** Always TCP. */
  readonly transport: "tcp";
  /** Address of the loopback interface. */
  readonly ip: string;
  /** Requests to run code. */
  readonly shell_port: number;
  /** Outputs. */
  readonly iopub_port: number;
  /** Questions of the kernel to the user. */
  readonly stdin_port: number;
  /** Requests that overtake running code. */
  readonly control_port: number;
  /** Heartbeat. */
  readonly hb_port: number;
  /** Secret that signs every message. */
  readonly key: string;
  /** How the key signs. */
  readonly signature_scheme: "hmac-sha256";
  /** Name of the kernel. */
  readonly kernel_name: "deno";
}

/**
 * A connection on five ports that were free a moment ago, with a new key.
 * @throws {Deno.errors.AddrInUse} If the machine has no free port left.
 *
 * @example Five different ports
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { freeConnection } from "@lib/study/kernel/connection.ts";
 * const { shell_port, iopub_port, stdin_port, control_port, hb_port } = freeConnection();
 * assertEquals(new Set([shell_port, iopub_port, stdin_port, control_port, hb_port]).size, 5);
 * ```
 */
export function freeConnection(): KernelConnection {
  const ip = "127.0.0.1";
  const listeners = Array.from({ length: 5 }, () => Deno.listen({ hostname: ip, port: 0 }));
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = listeners.map(({ addr }) => addr.port) as [
    number,
    number,
    number,
    number,
    number,
  ];
  for (const listener of listeners) listener.close();
  return {
    transport: "tcp",
    ip,
    shell_port,
    iopub_port,
    stdin_port,
    control_port,
    hb_port,
    key: crypto.randomUUID(),
    signature_scheme: "hmac-sha256",
    kernel_name: "deno",
  };
}
