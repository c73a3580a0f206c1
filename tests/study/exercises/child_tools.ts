/** What a driver is given, for tests that run it in their own process. */
import type { ChildTools } from "@lib/study/exercises/suite.ts";
import { makeSandboxClocks } from "@lib/study/practice/_sandbox_clock.ts";

/** Tools that count nothing; `moduleUrl` is for drivers that start Workers. */
export function childTools(moduleUrl = "data:text/javascript,"): ChildTools {
  return { step() {}, work: () => 0, operations: () => ({}), moduleUrl, ...makeSandboxClocks() };
}
