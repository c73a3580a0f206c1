/**
 * A generated stand-in for MovieLens 100K whose truth is known: the same schema, sizes and rough statistics, nothing of
 * the public rows.
 *
 * How a rating comes about: a person arrives at some moment and rates a shelf of films in one sitting, now and then in
 * a second one days later. A genre is drawn by the person's taste times the public's interest in that week, which
 * **drifts**; within the genre a film by its popularity, a Zipf–Mandelbrot law: the film of rank r with weight (r +
 * {@linkcode POPULARITY_OFFSET})^−{@linkcode POPULARITY_EXPONENT}. No one rates a film twice. The stars are the film's
 * quality plus the person's leniency plus their liking of the genre plus noise, rounded to 1 … 5.
 *
 * Cost: about 0.05 s for 100,000 ratings. Not here on purpose: links between age or occupation and taste (there is
 * nothing to find there), dependence of a person's taste on time (only the public's interest drifts).
 *
 * @module
 */
import { checkPositiveInteger } from "../../base/argument.ts";
import { type Random, random } from "../../base/random.ts";
import { GENRES } from "./_genres.ts";
import type { Film, MovieLens, MovieLensTruth, User } from "./movielens_records.ts";
import { pseudoWord } from "./_pseudo_words.ts";
import { weightedChoice } from "./_weighted_choice.ts";

export type { MovieLensTruth };

/** Exponent of the films' popularity. */
export const POPULARITY_EXPONENT = 1;
/** Flattens the head, as no film can have more ratings than there are people. */
export const POPULARITY_OFFSET = 15;
/** Standard deviation of the noise in the stars, before rounding. */
export const STARS_NOISE = 0.75;
/** Weeks over which the ratings are spread. */
export const WEEKS = 31;

/** Options of {@linkcode syntheticMovieLens}. */
export interface SyntheticMovieLensOptions {
  /** Decides everything. @default {1} */
  readonly seed?: number;
  /** How many people. @default {943} */
  readonly users?: number;
  /** How many films. @default {1682} */
  readonly films?: number;
  /** How many ratings; at most half of all pairs. @default {100000} */
  readonly ratings?: number;
}

/**
 * The generated set.
 * @throws {RangeError} If a size is not a positive integer (up to 65,536 people and films), or there are too many
 *   ratings.
 *
 * @example
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { syntheticMovieLens } from "./synthetic_movielens.ts";
 *
 * const set = syntheticMovieLens({ seed: 3, users: 50, films: 200, ratings: 2000 });
 * assertEquals([set.users.length, set.films.length, set.ratings.stars.length], [50, 200, 2000]);
 * assert(set.origin === "synthetic" && set.truth.filmQuality.length === 200);
 * ```
 */
export function syntheticMovieLens(options: SyntheticMovieLensOptions = {}): MovieLens {
  const { seed = 1, users: userCount = 943, films: filmCount = 1682, ratings: ratingCount = 100_000 } = options;
  const action = "generate ratings";
  for (const [argument, value] of Object.entries({ users: userCount, films: filmCount, ratings: ratingCount })) {
    checkPositiveInteger(value, { action, argument });
    if (argument !== "ratings" && value > 65_536) {
      throw new RangeError(`Cannot ${action}: ${argument} must be at most 65536: current value is ${value}`);
    }
  }
  if (ratingCount > userCount * filmCount / 2) {
    const most = Math.floor(userCount * filmCount / 2);
    throw new RangeError(
      `Cannot ${action}: ratings must be at most ${most}, half of all pairs: current value is ${ratingCount}`,
    );
  }
  const draw = random(seed);
  const films = drawFilms(filmCount, draw);
  const truth = { ...films.truth, ...drawPeople(userCount, draw), beginSeconds: BEGIN_SECONDS };
  const ratings = drawRatings(
    { truth, filmCount, counts: shareOut({ ratingCount, userCount, filmCount }, draw) },
    draw,
  );
  return { origin: "synthetic", ratings, films: films.films, users: drawUsers(userCount, draw), truth };
}

/** 20 September 1997, as in the public set. */
const BEGIN_SECONDS = Date.UTC(1997, 8, 20) / 1000;
const WEEK_SECONDS = 7 * 24 * 3600;
/** Each of the public set's people rated at least so many films. */
const MIN_RATINGS = 20;
const FIRST_GENRE = 1; // 0 is "unknown"
const OCCUPATIONS =
  "administrator artist doctor educator engineer entertainment executive healthcare homemaker lawyer librarian marketing none other programmer retired salesman scientist student technician writer"
    .split(" ");

function drawFilms(count: number, draw: Random) {
  const rank = draw.shuffle(Uint32Array.from({ length: count }, (_, film) => film + 1));
  // Drama first, then ever rarer genres: the same law as popularity, without the offset
  const chooseGenre = weightedChoice(GENRES.map((_, genre) => genre < FIRST_GENRE ? 0 : 1 / (1 + (genre * 7) % 18)));
  const filmGenre = Uint8Array.from({ length: count }, () => chooseGenre(draw.next()));
  const films = Array.from({ length: count }, (_, film): Film => {
    const year = 1996 - Math.floor(60 * draw.next() ** 4);
    const words = Array.from({ length: 1 + draw.integer(3) }, () => capital(pseudoWord(draw.integer(20_000))));
    if (film % 50 === 7) words[0] += "é"; // as in the public file, some titles are not ASCII
    const day = String(1 + draw.integer(28)).padStart(2, "0"), month = String(1 + draw.integer(12)).padStart(2, "0");
    const second = draw.next() < 0.5 ? chooseGenre(draw.next()) : filmGenre[film]!;
    return {
      number: film + 1,
      title: `${words.join(" ")} (${year})`,
      released: `${year}-${month}-${day}`,
      address: `https://films.example/${film + 1}`,
      genres: GENRES.filter((_, genre) => genre === filmGenre[film] || genre === second),
    };
  });
  const filmQuality = Float64Array.from({ length: count }, () => 3.6 + 0.5 * draw.normal());
  return { films, truth: { filmRank: Uint16Array.from(rank), filmQuality, filmGenre } };
}

function drawPeople(count: number, draw: Random) {
  const userLeniency = Float64Array.from({ length: count }, () => 0.4 * draw.normal());
  const userLiking = Float64Array.from({ length: count * GENRES.length }, () => 0.35 * draw.normal());
  // who likes a genre also picks it more often
  const userTaste = userLiking.map((liking) => Math.exp(2 * liking + 0.4 * draw.normal()));
  const phase = GENRES.map(() => 2 * Math.PI * draw.next());
  const genreInterest = Float64Array.from({ length: WEEKS * GENRES.length }, (_, k) => {
    const week = Math.floor(k / GENRES.length), genre = k % GENRES.length;
    return Math.exp(0.8 * Math.sin(2 * Math.PI * week / WEEKS + phase[genre]!)); // one slow wave over the whole time
  });
  return { userLeniency, userLiking, userTaste, genreInterest };
}

/** How many films each person rates: many a few, few a lot, together exactly `ratingCount`. */
function shareOut(
  size: { readonly ratingCount: number; readonly userCount: number; readonly filmCount: number },
  draw: Random,
): Uint32Array {
  const { ratingCount, userCount, filmCount } = size;
  const most = Math.max(1, Math.floor(0.8 * filmCount));
  const fewest = Math.min(MIN_RATINGS, Math.floor(ratingCount / userCount), most);
  const eagerness = Float64Array.from({ length: userCount }, () => Math.exp(0.85 * draw.normal()));
  const sum = eagerness.reduce((total, eager) => total + eager, 0);
  const spare = ratingCount - fewest * userCount;
  const counts = Uint32Array.from(eagerness, (eager) => Math.min(most, fewest + Math.floor(spare * eager / sum)));
  let left = ratingCount - counts.reduce((total, count) => total + count, 0);
  for (let user = draw.integer(userCount); left > 0; user = (user + 1) % userCount) {
    if (counts[user]! < most) counts[user]!++, left--;
  }
  return counts;
}

interface RatingSource {
  readonly truth: MovieLensTruth;
  readonly filmCount: number;
  readonly counts: Uint32Array;
}

function drawRatings({ truth, filmCount, counts }: RatingSource, draw: Random): MovieLens["ratings"] {
  const byGenre = GENRES.map((_, genre) => {
    const films = truth.filmGenre.reduce<number[]>((list, of, film) => (of === genre && list.push(film), list), []);
    const weights = films.map((film) => (truth.filmRank[film]! + POPULARITY_OFFSET) ** -POPULARITY_EXPONENT);
    return {
      films,
      share: weights.reduce((a, b) => a + b, 0),
      choose: films.length ? weightedChoice(weights) : () => 0,
    };
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  const user = new Uint16Array(total), film = new Uint16Array(total);
  const stars = new Uint8Array(total), timeSeconds = new Uint32Array(total);
  const position = draw.shuffle(Uint32Array.from({ length: total }, (_, k) => k)); // the file is in no order
  const lastSecond = BEGIN_SECONDS + WEEKS * WEEK_SECONDS - 1;
  let drawn = 0;
  counts.forEach((count, who) => {
    const taste = truth.userTaste.subarray(who * GENRES.length, (who + 1) * GENRES.length);
    const rated = new Uint8Array(filmCount);
    let now = BEGIN_SECONDS + Math.floor(draw.next() * WEEKS * WEEK_SECONDS);
    let week = -1, chooseGenre = (_: number) => 0;
    for (let k = 0; k < count; k++) {
      const pause = draw.next() < 0.01 ? 10 * 24 * 3600 : 40; // mostly the next film on the shelf
      now = Math.min(lastSecond, now + Math.floor(-Math.log(1 - draw.next()) * pause));
      const thisWeek = Math.floor((now - BEGIN_SECONDS) / WEEK_SECONDS);
      if (thisWeek !== week) {
        week = thisWeek;
        const interest = truth.genreInterest.subarray(week * GENRES.length, (week + 1) * GENRES.length);
        chooseGenre = weightedChoice(interest.map((public_, genre) => public_ * taste[genre]! * byGenre[genre]!.share));
      }
      let chosen: number;
      let tries = 0;
      do {
        const { films, choose } = byGenre[chooseGenre(draw.next())]!;
        chosen = films[choose(draw.next())]!;
      } while (rated[chosen] && ++tries < 50);
      while (rated[chosen]) chosen = (chosen + 1) % filmCount; // nearly everything popular is rated: take the next one
      rated[chosen] = 1;
      const liking = truth.userLiking[who * GENRES.length + truth.filmGenre[chosen]!]!;
      const felt = truth.filmQuality[chosen]! + truth.userLeniency[who]! + liking + STARS_NOISE * draw.normal();
      const at = position[drawn++]!;
      user[at] = who;
      film[at] = chosen;
      stars[at] = Math.max(1, Math.min(5, Math.round(felt)));
      timeSeconds[at] = now;
    }
  });
  return { user, film, stars, timeSeconds };
}

function drawUsers(count: number, draw: Random): User[] {
  return Array.from({ length: count }, (_, user) => ({
    number: user + 1,
    ageYears: 7 + Math.floor(66 * (draw.next() + draw.next()) / 2),
    gender: draw.next() < 0.29 ? "F" : "M",
    occupation: OCCUPATIONS[draw.integer(OCCUPATIONS.length)]!,
    postalCode: String(draw.integer(100_000)).padStart(5, "0"),
  }));
}

function capital(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}
