import { assertEquals } from "@std/assert";
import { asksOthers, PAGE_WEIGHT_LIMIT_BYTES, tooHeavy } from "@lib/study/export/page_limits.ts";

Deno.test("asksOthers() passes what lies in the site and names every other place", () => {
  assertEquals(asksOthers(["a.css", "../b.png", "data:image/png;base64,AA", "c/d.js"]), []);
  for (const address of ["https://a.b/c.js", "//a.b/c.js", "HTTP://a.b", "file:///etc/x", "/c.js"]) {
    assertEquals(asksOthers([address]), [`the page would ask another host for ${address}`]);
  }
});

Deno.test("tooHeavy() allows the limit and not a byte more", () => {
  assertEquals(tooHeavy(PAGE_WEIGHT_LIMIT_BYTES), []);
  assertEquals(tooHeavy(PAGE_WEIGHT_LIMIT_BYTES + 1), ["the page weighs 401 kB: at most 400 kB are allowed"]);
});
