import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { GENRES } from "@lib/storage/datasets/_genres.ts";
import {
  type MovieLensTruth,
  POPULARITY_EXPONENT,
  POPULARITY_OFFSET,
  syntheticMovieLens,
  WEEKS,
} from "@lib/storage/datasets/synthetic_movielens.ts";

const set = syntheticMovieLens();
const { ratings, films, users } = set;
const truth = (set as { truth: MovieLensTruth }).truth;

function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const mean = (list: ArrayLike<number>) => Array.from(list).reduce((a, b) => a + b, 0) / list.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  let xy = 0, xx = 0, yy = 0;
  for (let i = 0; i < x.length; i++) {
    xy += (x[i]! - meanX) * (y[i]! - meanY);
    xx += (x[i]! - meanX) ** 2;
    yy += (y[i]! - meanY) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

// Invariants
Deno.test("it has the public set's sizes and schema", () => {
  assertEquals([set.origin, ratings.user.length, films.length, users.length], ["synthetic", 100_000, 1682, 943]);
  assert(ratings.stars.every((stars) => stars >= 1 && stars <= 5));
  assert(
    ratings.timeSeconds.every((time) => time >= Date.UTC(1997, 8, 20) / 1000 && time < Date.UTC(1998, 3, 25) / 1000),
  );
  assert(films.every((film, i) => film.number === i + 1 && film.genres.length > 0 && !film.genres.includes("unknown")));
  assert(users.every((user, i) => user.number === i + 1 && user.ageYears >= 7 && user.ageYears <= 73));
});

Deno.test("nobody rates a film twice, and everybody rates at least 20", () => {
  assertEquals(new Set(Array.from(ratings.user, (user, k) => user * 65_536 + ratings.film[k]!)).size, 100_000);
  const counts = new Uint32Array(943);
  ratings.user.forEach((user) => counts[user]!++);
  assert(counts.every((count) => count >= 20));
});

Deno.test("the file is in no order, and a person's ratings come in sittings", () => {
  const later = ratings.timeSeconds.filter((time, k) => k > 0 && time > ratings.timeSeconds[k - 1]!).length;
  assertAlmostEquals(later / 100_000, 0.5, 0.01);
  const times = Array.from(ratings.timeSeconds).filter((_, k) => ratings.user[k] === 7).sort((a, b) => a - b);
  assert(times.slice(1).filter((time, k) => time - times[k]! < 600).length > 0.8 * times.length);
});

Deno.test("a seed decides everything, and another seed something else", () => {
  const options = { users: 40, films: 80, ratings: 1000 };
  assertEquals(syntheticMovieLens({ ...options, seed: 4 }), syntheticMovieLens({ ...options, seed: 4 }));
  const stars = (seed: number) => String(syntheticMovieLens({ ...options, seed }).ratings.stars);
  assert(stars(4) !== stars(5));
});

// The truth shows in the data
Deno.test("films are rated as their rank says: the Zipf–Mandelbrot law that the truth names", () => {
  const counts = new Float64Array(films.length);
  ratings.film.forEach((film) => counts[film]!++);
  const expected = Float64Array.from(truth.filmRank, (rank) => (rank + POPULARITY_OFFSET) ** -POPULARITY_EXPONENT);
  assert(correlation(counts, expected) > 0.9, `correlation ${correlation(counts, expected)}`);
  const ofUser = new Uint32Array(users.length);
  ratings.user.forEach((user) => ofUser[user]!++);
  // of those who rate few films: who rates many has to go down the ranks, as nobody rates a film twice
  const few = Array.from(ratings.film).filter((_, k) => ofUser[ratings.user[k]!]! <= 40);
  const popular = few.filter((film) => truth.filmRank[film]! <= 100).length / few.length;
  // ranks 1–100 of 1,682 under the law: ln(115.5 / 15.5) / ln(1697.5 / 15.5) = 0.43
  assert(popular > 0.35 && popular < 0.46, `share of the first 100: ${popular}`);
});

Deno.test("the public's interest drifts: genres are picked as the truth says, week by week", () => {
  const picked = new Float64Array(WEEKS * GENRES.length), ofWeek = new Float64Array(WEEKS);
  ratings.timeSeconds.forEach((time, k) => {
    const week = Math.floor((time - truth.beginSeconds) / (7 * 24 * 3600));
    picked[week * GENRES.length + truth.filmGenre[ratings.film[k]!]!]!++;
    ofWeek[week]!++;
  });
  for (const genre of [1, 5, 8]) { // Action, Comedy, Drama: enough films to count
    const share = Array.from(ofWeek, (all, week) => picked[week * GENRES.length + genre]! / all);
    const interest = Array.from(ofWeek, (_, week) => truth.genreInterest[week * GENRES.length + genre]!);
    const found = correlation(share, interest);
    assert(found > 0.5, `${GENRES[genre]}: correlation ${found}`);
  }
});

Deno.test("stars follow the film's quality and the person's leniency", () => {
  const mean = (of: Uint16Array, count: number) => {
    const sum = new Float64Array(count), n = new Float64Array(count);
    of.forEach((who, k) => (sum[who]! += ratings.stars[k]!, n[who]!++));
    return Array.from(sum, (total, i) => [total / n[i]!, n[i]!] as const);
  };
  const ofFilms = mean(ratings.film, films.length), often = ofFilms.flatMap(([, n], film) => n >= 50 ? [film] : []);
  assert(correlation(often.map((film) => ofFilms[film]![0]), often.map((film) => truth.filmQuality[film]!)) > 0.9);
  const ofUsers = mean(ratings.user, users.length);
  assert(correlation(ofUsers.map(([stars]) => stars), truth.userLeniency) > 0.7);
});

// Refusals
Deno.test("sizes that cannot be are refused by name and value", () => {
  assertThrows(
    () => syntheticMovieLens({ users: 0 }),
    RangeError,
    "users must be a positive integer: current value is 0",
  );
  assertThrows(
    () => syntheticMovieLens({ films: 70_000 }),
    RangeError,
    "films must be at most 65536: current value is 70000",
  );
  assertThrows(
    () => syntheticMovieLens({ users: 10, films: 10, ratings: 51 }),
    RangeError,
    "ratings must be at most 50",
  );
  assertEquals(syntheticMovieLens({ users: 10, films: 10, ratings: 50 }).ratings.user.length, 50);
});
