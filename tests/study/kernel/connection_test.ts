import { assertEquals, assertNotEquals } from "@std/assert";
import { freeConnection } from "@lib/study/kernel/connection.ts";

Deno.test("freeConnection() gives ports that can be listened on, and a new key each time", () => {
  const connection = freeConnection();
  const { ip, shell_port, iopub_port, stdin_port, control_port, hb_port } = connection;
  const ports = [shell_port, iopub_port, stdin_port, control_port, hb_port];
  assertEquals(new Set(ports).size, 5);
  for (const port of ports) Deno.listen({ hostname: ip, port }).close();
  assertNotEquals(freeConnection().key, connection.key);
  assertEquals([connection.transport, ip, connection.signature_scheme], ["tcp", "127.0.0.1", "hmac-sha256"]);
});
