/** A local web server with one file, that misbehaves as a test tells it to. */

/** What the server does to a request; `attempt` counts from 1. */
export type Behaviour = (request: Request, attempt: number) => Response | Promise<Response>;

/** A running server. */
export interface FileServer {
  readonly url: string;
  /** The `Range` header of each request so far; `null` where it had none. */
  readonly ranges: (string | null)[];
}

/** Serves `behave` while `work` runs. */
export async function withServer(behave: Behaviour, work: (server: FileServer) => Promise<void>): Promise<void> {
  const ranges: (string | null)[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    ranges.push(request.headers.get("range"));
    return behave(request, ranges.length);
  });
  try {
    await work({ url: `http://127.0.0.1:${server.addr.port}/file`, ranges });
  } finally {
    await server.shutdown();
  }
}

/** Serves the file as a good server does, `Range` included. */
export function serveFile(file: Uint8Array<ArrayBuffer>): (request: Request) => Response {
  return (request) => {
    const start = /^bytes=(\d+)-$/.exec(request.headers.get("range") ?? "")?.[1];
    if (start === undefined) return new Response(file);
    const from = Number(start);
    if (from >= file.length) return new Response(null, { status: 416 });
    const headers = { "content-range": `bytes ${from}-${file.length - 1}/${file.length}` };
    return new Response(file.subarray(from), { status: 206, headers });
  };
}

/**
 * An answer that ends after `bytes` although its headers promise all of the file: the server then breaks the
 * connection.
 */
export function cutAfter(bytes: number, answer: Response, promised: number): Response {
  let left = bytes;
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      controller.enqueue(piece.subarray(0, left));
      left -= Math.min(left, piece.length);
      if (left === 0) controller.terminate();
    },
  });
  const headers = new Headers(answer.headers);
  headers.set("content-length", String(promised));
  return new Response(answer.body!.pipeThrough(cut), { status: answer.status, headers });
}
