import { assertEquals } from "@std/assert";
import { closestName } from "@lib/study/exercises/closest_name.ts";

const NAMES = ["hash-ring", "k-means", "k-means.assign", "lru-cache", "news-feed"];

// By hand: one letter wrong, missing, extra, two swapped, another way of writing, the beginning.
Deno.test("a slip of the pen finds the name that was meant", () => {
  for (const slip of ["lru-cachr", "lru-cche", "lru-caache", "lru-cahce", "LRU_Cache", "lrucache", "lru"]) {
    assertEquals(closestName(slip, NAMES), "lru-cache", slip);
  }
  assertEquals(closestName("k-means.asign", NAMES), "k-means.assign");
  assertEquals(closestName("kmeans", NAMES), "k-means");
});
Deno.test("what is like nothing finds nothing", () => {
  for (const name of ["", "x", "heap", "quicksort", "lr", "feed"]) {
    assertEquals(closestName(name, NAMES), undefined, name);
  }
  assertEquals(closestName("lru-cache", []), undefined);
});
Deno.test("of several that are close, the closest is named", () => {
  assertEquals(closestName("abcdef", ["abcxyf", "abcdxf", "abcdef"]), "abcdef");
});
