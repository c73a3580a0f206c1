import { assert, assertEquals, assertThrows } from "@std/assert";
import { random } from "@lib/base/random.ts";
import { codeWords, openSiteSearch, type SiteSection, storedSearch } from "@lib/study/export/site_search.ts";

const section = (href: string, parts: Partial<SiteSection>): SiteSection => ({
  ...{ title: "", heading: "", text: "", code: "" },
  ...parts,
  href,
});
const SECTIONS = [
  section("text", { text: "Somewhere below, a cache is mentioned once." }),
  section("code", { code: "const cache = new LruCache(4); cache.put_all(cache);" }),
  section("heading", { heading: "A cache", text: "It holds what was used." }),
  section("title", { title: "Caches and the cache", text: "Boundaries of memory." }),
];
const search = openSiteSearch(storedSearch(SECTIONS));
const hrefs = (typed: string, among = search) => among(typed).best.map(({ section }) => section.href);
const excerpt = (typed: string) => search(typed).best[0]!.excerpt;

// By hand
Deno.test("words are found in every field; the heading weighs most, and a title that all its page's sections share comes last", () => {
  const fields = ["title", "code", "text", "heading"] as const;
  const among = openSiteSearch(storedSearch(fields.map((field) => section(field, { [field]: "zebra crossing" }))));
  assertEquals(hrefs("zebra", among), ["heading", "text", "code", "title"]);
});
Deno.test("of sections that have a word only in the title and one elsewhere, the boosts decide", () => {
  const among = openSiteSearch(storedSearch([
    section("text", { text: "zebra crossing", code: "x" }),
    section("title", { title: "zebra crossing", code: "x" }),
  ]));
  assertEquals(hrefs("zebra x", among), ["title", "text"], "neither has the query as it stands");
});
Deno.test("all words must be there, the last may be half typed", () => {
  assertEquals(hrefs("cache below"), ["text"]);
  assertEquals(hrefs("cache bel"), ["text"]);
  assertEquals(hrefs("bel cache"), [], "only the last");
  assertEquals(hrefs("cache zebra"), []);
});
Deno.test("a slip of the fingers is forgiven in words of five letters and more", () => {
  assertEquals(hrefs("mentoined"), ["text"]);
  assertEquals(hrefs("mentionned cache"), ["text"]);
  assertEquals(hrefs("menxtoixnedx"), [], "three are too many");
});
Deno.test("where nothing is found, short words may have a typo and long words two; the answer says so", () => {
  assertEquals(hrefs("usde"), ["heading"]);
  assertEquals(hrefs("lcu cahce"), ["code"]);
  assertEquals(hrefs("menxtioxned"), ["text"]);
  assertEquals([search("usde").isLoose, search("used").isLoose, search("").isLoose], [true, false, false]);
});
Deno.test("pages come before source files, solutions last; a file asked for by its name comes with the pages", () => {
  const code = "zebra crossing zebra zebra";
  const among = openSiteSearch(storedSearch([
    section("source/lib/study/exercises/zebra/right/a.ts.html", {
      title: "lib/study/exercises/zebra/right/a.ts",
      code,
    }),
    section("source/lib/stripes.ts.html", { title: "lib/stripes.ts", code }),
    section("zoo.html#zebra", { title: "The zoo", text: "One zebra, among others, at the crossing." }),
  ]));
  assertEquals(hrefs("zebra crossing", among), [
    "zoo.html#zebra",
    "source/lib/stripes.ts.html",
    "source/lib/study/exercises/zebra/right/a.ts.html",
  ]);
  const named = openSiteSearch(storedSearch([
    section("source/lib/zebra.ts.html", { title: "lib/zebra.ts", code: "zebra" }),
    section("zoo.html", { title: "The zoo", text: "A zebra is a horse with stripes, and there are many of them." }),
  ]));
  assertEquals(hrefs("zebra.ts", named), ["source/lib/zebra.ts.html"]);
  assertEquals(hrefs("zebra", named)[0], "source/lib/zebra.ts.html");
});
Deno.test("a name is found whole and by its parts, however it is joined", () => {
  for (const typed of ["LruCache", "lrucache", "lru", "LruCac", "put_all", "put", "new LruCache(4)"]) {
    assertEquals(hrefs(typed)[0], "code", typed);
  }
  const terms = (text: string) => codeWords.analyze(text).map(({ term }) => term).join(" ");
  assertEquals(terms("maxAgeMs, min_size 3"), "maxagems max age ms min_size min size 3");
  assertEquals(terms("__a__ HTTPServer Größe x2y"), "__a__ httpserver größe x2y");
  assertEquals(codeWords.analyze("a lruCache").map(({ start, end }) => [start, end]), [[0, 1], [2, 10], [2, 5], [
    5,
    10,
  ]]);
});
Deno.test("marks of the language of queries are nothing but marks here", () => {
  for (const typed of ['"', "(", "AND", "cache NOT used", "a:b", "x~9", "*", "title:", "-", "cache AND"]) search(typed);
  assertEquals(hrefs('("cache" AND'), ["title"], "and is a word like any other");
  assertEquals(search("   ").count, 0);
});
Deno.test("what stands there exactly comes before what scores higher", () => {
  const among = openSiteSearch(storedSearch([
    section("scattered", { title: "oldest item", heading: "The item that is oldest", text: "oldest, item" }),
    section("exact", { text: "In a queue the oldest item stands at the front, and nothing else is known of it." }),
  ]));
  assertEquals(hrefs("Oldest item", among), ["exact", "scattered"]);
  assertEquals(hrefs("item", among)[0], "scattered");
});

// Excerpts
Deno.test("an excerpt shows the query as it stands there, else the first word that was found", () => {
  assertEquals(excerpt("a cache is"), {
    isCode: false,
    before: "Somewhere below, ",
    marked: "a cache is",
    after: " mentioned once.",
  });
  assertEquals(excerpt("mentioned cache").marked, "cache");
  assertEquals([excerpt("mentoined").marked, excerpt("lrucac").marked, excerpt("put").isCode], [
    "mentioned",
    "LruCac",
    true,
  ]);
});
Deno.test("an excerpt is cut on both sides, and is the beginning where only the heading has the words", () => {
  const long = openSiteSearch(
    storedSearch([section("a", { heading: "Zebra", text: `${"x ".repeat(99)}tiger${" y".repeat(99)}` })]),
  );
  const { before, marked, after } = long("tiger").best[0]!.excerpt;
  assertEquals([before.length, before[0], marked, after.length], [61, "…", "tiger", 90]);
  assertEquals(long("zebra").best[0]!.excerpt, { isCode: false, before: "x ".repeat(70), marked: "", after: "" });
});

// Invariants
Deno.test("of many, all are counted and the best twelve are shown", () => {
  const many = openSiteSearch(storedSearch(Array.from({ length: 40 }, (_, i) => section(`s${i}`, { text: "falcon" }))));
  assertEquals([many("falcon").count, many("falcon").best.length], [40, 12]);
});
Deno.test("every section is found by any word it has, whole, half typed, or with two letters the wrong way round", () => {
  const draw = random(7);
  const words = Array.from(
    { length: 60 },
    () => Array.from({ length: 8 }, () => "abcdefghijklmnop"[draw.integer(16)]).join(""),
  );
  const sections = Array.from(
    { length: 30 },
    (_, i) => section(`s${i}`, { text: draw.shuffle([...words]).slice(0, 6).join(" ") }),
  );
  const among = openSiteSearch(storedSearch(sections));
  for (const { href, text } of sections) {
    const word = text.split(" ")[3]!;
    const slip = word.slice(0, 3) + word[4]! + word[3]! + word.slice(5);
    for (const typed of [word, word.slice(0, 6), word.toUpperCase(), slip]) {
      assert(among(typed).best.some(({ section }) => section.href === href), `${typed} in ${text}`);
    }
  }
});

// Refusals
Deno.test("a damaged index is refused", () => {
  const stored = storedSearch(SECTIONS);
  assertThrows(() => openSiteSearch({ ...stored, index: stored.index.slice(0, -8) }), Error, "Cannot");
});
