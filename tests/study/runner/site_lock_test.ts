import { assertEquals, assertRejects } from "@std/assert";
import { whileSiteIsOurs } from "@lib/study/runner/site_lock.ts";
import { withRepository } from "./scratch_repository.ts";

Deno.test("whileSiteIsOurs() lets one work at a time, and the next one after a failure too", () =>
  withRepository(async ({ root }) => {
    let inside = 0, most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
      return most;
    };
    await Promise.all(Array.from({ length: 5 }, () => whileSiteIsOurs(root, work)));
    assertEquals(most, 1);
    await assertRejects(
      () => whileSiteIsOurs(root, () => Promise.reject(new Error("export failed"))),
      Error,
      "export failed",
    );
    assertEquals(await whileSiteIsOurs(root, () => Promise.resolve("next")), "next");
  }));
