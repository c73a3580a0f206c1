import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { DatasetError } from "@lib/storage/datasets/dataset_error.ts";
import {
  loadMovieLens,
  parseFilms,
  parseRatings,
  parseUsers,
  ratingsInTimeOrder,
} from "@lib/storage/datasets/movielens.ts";
import { syntheticMovieLens } from "@lib/storage/datasets/synthetic_movielens.ts";
import { movieLensFiles } from "@lib/storage/datasets/sample_files.ts";
import { hasRealData, utf8, withSets } from "./fixture_sets.ts";

const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const FLAGS = "0|0|0|0|0|1|0|0|1|0|0|0|0|0|0|0|0|0|0";
const films = (text: string) => parseFilms(latin1(text), { path: "u.item" });

// By hand
Deno.test("a rating is four columns, people and films by index", () => {
  assertEquals(parseRatings(utf8("196\t242\t3\t881250949\n1\t1\t5\t0\n"), "u.data"), {
    user: Uint16Array.of(195, 0),
    film: Uint16Array.of(241, 0),
    stars: Uint8Array.of(3, 5),
    timeSeconds: Uint32Array.of(881_250_949, 0),
  });
});

Deno.test("a film has its title in Latin-1, its date, its address and its genres", () => {
  assertEquals(films(`1|Misérables, Les (1995)|01-Jan-1995||http://a/|${FLAGS}\n2|unknown||||1${FLAGS.slice(1)}\n`), [
    {
      number: 1,
      title: "Misérables, Les (1995)",
      released: "1995-01-01",
      address: "http://a/",
      genres: ["Comedy", "Drama"],
    },
    { number: 2, title: "unknown", genres: ["unknown", "Comedy", "Drama"] },
  ]);
});

Deno.test("a day may have one digit", () => {
  assertEquals(films(`1|T|4-Feb-1971||a|${FLAGS}`)[0]!.released, "1971-02-04");
});

Deno.test("the copy in circulation that is UTF-8 is read as what it is", () => {
  const bytes = utf8(`1|Mis\ufffdrables|||a|${FLAGS}`);
  assertEquals(parseFilms(bytes, { path: "u.item", encoding: "utf-8" })[0]!.title, "Mis\ufffdrables");
});

Deno.test("a person has an age, a gender, an occupation and a postal code", () => {
  assertEquals(parseUsers(utf8("1|24|M|technician|85711\n2|53|F|other|T8H1N\n"), "u.user"), [
    { number: 1, ageYears: 24, gender: "M", occupation: "technician", postalCode: "85711" },
    { number: 2, ageYears: 53, gender: "F", occupation: "other", postalCode: "T8H1N" },
  ]);
});

Deno.test("time order moves whole ratings, and leaves those of the same second as they were", () => {
  const ratings = parseRatings(utf8("1\t1\t1\t30\n2\t2\t2\t10\n3\t3\t3\t30\n4\t4\t4\t20\n"), "u.data");
  const ordered = ratingsInTimeOrder(ratings);
  assertEquals([...ordered.stars], [2, 4, 1, 3]);
  assertEquals([...ordered.user], [1, 3, 0, 2]);
  assertEquals([...ordered.film], [1, 3, 0, 2]);
  assertEquals([...ordered.timeSeconds], [10, 20, 30, 30]);
  assertEquals([...ratings.stars], [1, 2, 3, 4], "the given ratings stay as they are");
});

// Oracle: what was written is what is read
Deno.test("a generated set that is written in the public format and loaded is the same", async () => {
  const generated = syntheticMovieLens({ seed: 2, users: 30, films: 60, ratings: 700 });
  const { ratings, films, users } = generated;
  assert(films.some((film) => film.title.includes("é")), "the encoding is put to the test");
  const records = { "movielens-100k": { ratings: 700, users: 30, films: 60 } };
  await withSets({ files: movieLensFiles(generated), records }, async (sets) => {
    assertEquals(await loadMovieLens({ ...sets, synthetic: "never" }), { origin: "public", ratings, films, users });
  });
});

// Refusals
const refusals: readonly [what: string, read: () => unknown, message: string][] = [
  ["a rating that is cut short", () => parseRatings(utf8("1\t2\t3\t4\n5\t6"), "u.data"), "u.data:2: a rating is"],
  ["a rating with spaces", () => parseRatings(utf8("1 2 3 4\n"), "u.data"), 'current value is "1 2 3 4"'],
  ["six stars", () => parseRatings(utf8("1\t2\t6\t4\n"), "u.data"), "1 to 5 stars"],
  ["user 0", () => parseRatings(utf8("0\t2\t3\t4\n"), "u.data"), "u.data:1"],
  ["film 70000", () => parseRatings(utf8("1\t70000\t3\t4\n"), "u.data"), "u.data:1"],
  ["an empty line", () => parseRatings(utf8("1\t2\t3\t4\n\n"), "u.data"), "u.data:2"],
  [
    "a film with a field too few",
    () => films(`1|T|||${FLAGS}`),
    "u.item:1: a film has 24 fields separated by |, and this line has 23",
  ],
  [
    "a film out of order",
    () => films(`2|T|||a|${FLAGS}`),
    "u.item:1: films are numbered in order, and this one must be 1",
  ],
  ["a film without a title", () => films(`1||||a|${FLAGS}`), "u.item:1: a film has a title"],
  ["a flag of 2", () => films(`1|T|||a|2${FLAGS.slice(1)}`), 'a genre\'s flag is 0 or 1: current value is "2"'],
  ["a date in another form", () => films(`1|T|1995-01-01||a|${FLAGS}`), "a date is like 01-Jan-1995"],
  ...["99-Jan-1995", "31-Feb-1995", "00-Jan-1995", "29-Feb-1995", "31-Apr-1996", "32-Dec-1995"].map((
    date,
  ): [string, () => unknown, string] => [
    `the date ${date}`,
    () => films(`1|T|${date}||a|${FLAGS}`),
    `u.item:1: a date is like 01-Jan-1995: current value is "${date}"`,
  ]),
  [
    "a film without a genre",
    () => films(`1|T|||a|${FLAGS.replaceAll("1", "0")}`),
    "u.item:1: a film has at least one genre",
  ],
  [
    "a time beyond 32 bits",
    () => parseRatings(utf8("1\t1\t5\t4294967295\n1\t1\t5\t4294967296\n"), "u.data"),
    "u.data:2: a rating is a user, a film, 1 to 5 stars and a time before 2106",
  ],
  ["the time of the report", () => parseRatings(utf8("1\t1\t5\t9999999999\n"), "u.data"), "u.data:1: a rating is"],
  ["a person of 123", () => parseUsers(utf8("1|123|M|x|1\n"), "u.user"), "u.user:1: a person is a number, an age"],
  ["a person of 0", () => parseUsers(utf8("1|0|M|x|1\n"), "u.user"), "u.user:1: a person is a number, an age"],
  ["user 65537", () => parseRatings(utf8("65537\t1\t5\t1\n"), "u.data"), "u.data:1: a rating is"],
  ["film 65537", () => parseRatings(utf8("1\t65537\t5\t1\n"), "u.data"), "u.data:1: a rating is"],
  ["a thirteenth month", () => films(`1|T|01-Foo-1995||a|${FLAGS}`), 'current value is "01-Foo-1995"'],
  [
    "a film in UTF-8",
    () => parseFilms(utf8(`1|Misérables|||a|${FLAGS}`), { path: "u.item" }),
    "u.item:1: the byte 0xC3 in column 6 begins a letter in UTF-8, and the publisher's file is Latin-1",
  ],
  ["a person of another gender mark", () => parseUsers(utf8("1|24|m|x|1\n"), "u.user"), "u.user:1: a person is"],
  [
    "a person out of order",
    () => parseUsers(utf8("1|24|M|x|1\n3|24|M|x|1\n"), "u.user"),
    "u.user:2: people are numbered",
  ],
];
for (const [what, read, message] of refusals) {
  Deno.test(`${what} is refused with file and line`, () => {
    assertThrows(read, DatasetError, message);
  });
}

Deno.test("a rating of a film that is not there is refused with its line", async () => {
  const generated = syntheticMovieLens({ users: 10, films: 30, ratings: 100 });
  const film = generated.ratings.film.with(41, 30);
  const files = movieLensFiles({ ...generated, ratings: { ...generated.ratings, film } });
  await withSets({ files, records: {} }, async (sets) => {
    await assertRejects(() => loadMovieLens(sets), DatasetError, "u.data:42: it rates a film");
  });
});

// The real files
Deno.test({
  ignore: !hasRealData,
  name: "the public set has 100,000 ratings of 1,682 films by 943 people (needs LAB_DATA)",
  async fn() {
    const { origin, ratings, films, users } = await loadMovieLens({ synthetic: "never" });
    assertEquals([origin, ratings.user.length, films.length, users.length], ["public", 100_000, 1682, 943]);
    // the publisher's README: 3.53
    assertAlmostEquals(ratings.stars.reduce((sum, stars) => sum + stars, 0) / 100_000, 3.52986, 1e-9);
    const { timeSeconds } = ratingsInTimeOrder(ratings);
    assertEquals([timeSeconds[0], timeSeconds[99_999]], [874_724_710, 893_286_638]);
    assertEquals(films.filter((film) => film.released === undefined).map((film) => film.number), [267]);
    assertEquals(films.filter((film) => film.address === undefined).map((film) => film.number), [267, 1358, 1359]);
    assert(films.every((film) => film.genres.length > 0));
    assertEquals([Math.min(...users.map((user) => user.ageYears)), Math.max(...users.map((user) => user.ageYears))], [
      7,
      73,
    ]);
    const pairs = new Set(
      ratings.user.length === 0 ? [] : Array.from(ratings.user, (user, k) => user * 2000 + ratings.film[k]!),
    );
    assertEquals(pairs.size, 100_000, "nobody rates a film twice");
  },
});
