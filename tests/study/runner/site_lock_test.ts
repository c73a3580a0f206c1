import { assertEquals, assertRejects } from "@std/assert";
import { withSiteLock } from "@lib/study/runner/site_lock.ts";
import { withRepository } from "./scratch_repository.ts";

Deno.test("withSiteLock() lets one work at a time, and the next one after a failure too", () =>
  withRepository(async ({ root }) => {
    let inside = 0, most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
      return most;
    };
    await Promise.all(Array.from({ length: 5 }, () => withSiteLock(root, work)));
    assertEquals(most, 1);
    await assertRejects(
      () => withSiteLock(root, () => Promise.reject(new Error("export failed"))),
      Error,
      "export failed",
    );
    assertEquals(await withSiteLock(root, () => Promise.resolve("next")), "next");
  }));
