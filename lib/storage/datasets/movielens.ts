/**
 * MovieLens 100K: 100,000 ratings of 1,682 films by 943 people, each of whom rated at least 20, between September 1997
 * and April 1998.
 *
 * Ratings are four parallel arrays, because 100,000 objects would cost ten times the memory and most readers want one
 * column. People and films are given by **index** (number − 1), so that `users[ratings.user[k]]` is who gave rating k.
 * The file's order is random in time; {@linkcode ratingsInTimeOrder} sorts.
 *
 * Facts to know before using it: film 267 is "unknown" and has no date; 18 titles occur twice under two numbers; the
 * time is when the rating was typed in, often a whole shelf of films in one sitting, and not when a film was seen.
 *
 * Cost: about 0.15 s. Not here on purpose: splits (by time, by person, leave one out: the experiment's own choice), the
 * publisher's u1..u5 splits, video release dates (the column is empty).
 *
 * Source: F. M. Harper and J. A. Konstan, ACM Transactions on Interactive Intelligent Systems 5(4), 2015.
 *
 * @module
 */
import type { Film, MovieLens, Ratings, User } from "./movielens_records.ts";
import { DatasetError } from "./dataset_error.ts";
import { GENRES } from "./_genres.ts";
import { loadDataset, type LoadOptions } from "./load_dataset.ts";
import type { FileEncoding } from "./manifest.ts";
import { syntheticMovieLens } from "./synthetic_movielens.ts";
import { textLines } from "./_text_lines.ts";

export type { Film, MovieLens, Ratings, User };

/**
 * Loads the set, or its stand-in.
 * @throws {DatasetError} If its files are there but damaged or incomplete.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { loadMovieLens } from "./movielens.ts";
 *
 * const { ratings, users } = await loadMovieLens({ synthetic: "always" });
 * assertEquals(ratings.user.length, 100_000);
 * assertEquals(users[ratings.user[0]!]!.number, ratings.user[0]! + 1);
 * ```
 */
export async function loadMovieLens(options: LoadOptions = {}): Promise<MovieLens> {
  return await loadDataset<MovieLens>("movielens-100k", {
    ...options,
    inspect: {
      "u.data": parseRatings,
      "u.item": (bytes, path) => parseFilms(bytes, { path }),
      "u.user": parseUsers,
    },
    async read(files) {
      const path = (name: string) => files.get(name).path;
      const ratings = parseRatings(await files.bytes("u.data"), path("u.data"));
      const films = parseFilms(await files.bytes("u.item"), files.get("u.item"));
      const users = parseUsers(await files.bytes("u.user"), path("u.user"));
      const stray = ratings.user.findIndex((user, k) => user >= users.length || ratings.film[k]! >= films.length);
      if (stray !== -1) {
        const value = `user ${ratings.user[stray]! + 1}, film ${ratings.film[stray]! + 1}`;
        const why = `it rates a film, or names a person, that is not there (${films.length} and ${users.length} are)`;
        throw new DatasetError(why, { path: path("u.data"), line: stray + 1, value });
      }
      return { origin: "public", ratings, films, users };
    },
    count: ({ ratings, films, users }) => ({
      ratings: ratings.user.length,
      films: films.length,
      users: users.length,
    }),
    generate: (seed) => syntheticMovieLens({ seed }),
  });
}

/**
 * The same ratings, earliest first; those of the same second stay in the order they had.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { loadMovieLens, ratingsInTimeOrder } from "./movielens.ts";
 *
 * const { timeSeconds } = ratingsInTimeOrder((await loadMovieLens({ synthetic: "always" })).ratings);
 * assert(timeSeconds.every((time, k) => k === 0 || time >= timeSeconds[k - 1]!));
 * ```
 */
export function ratingsInTimeOrder(ratings: Ratings): Ratings {
  const { timeSeconds } = ratings;
  const order = Uint32Array.from(timeSeconds, (_, k) => k).sort((a, b) => timeSeconds[a]! - timeSeconds[b]! || a - b);
  return {
    user: Uint16Array.from(order, (k) => ratings.user[k]!),
    film: Uint16Array.from(order, (k) => ratings.film[k]!),
    stars: Uint8Array.from(order, (k) => ratings.stars[k]!),
    timeSeconds: Uint32Array.from(order, (k) => timeSeconds[k]!),
  };
}

/**
 * Reads `u.data`: user, film, stars and Unix seconds, with tabs between them.
 * @param bytes The file.
 * @param path Its name in errors.
 * @throws {DatasetError} If a line is not four whole numbers in their ranges.
 */
export function parseRatings(bytes: Uint8Array, path: string): Ratings {
  const user: number[] = [], film: number[] = [], stars: number[] = [], timeSeconds: number[] = [];
  for (const { number: line, text } of textLines(bytes, { path, encoding: "ascii" })) {
    const match = /^(\d{1,5})\t(\d{1,5})\t([1-5])\t(\d{1,10})$/.exec(text);
    const [userNumber, filmNumber, starCount, seconds] = match === null ? [0, 0, 0, 0] : match.slice(1).map(Number);
    if (!isFrom1To(65_536, userNumber!) || !isFrom1To(65_536, filmNumber!) || seconds! > MAX_SECONDS) {
      const why =
        "a rating is a user, a film, 1 to 5 stars and a time before 2106, as whole numbers with tabs between " +
        "them";
      throw new DatasetError(why, { path, line, value: text });
    }
    user.push(userNumber! - 1);
    film.push(filmNumber! - 1);
    stars.push(starCount!);
    timeSeconds.push(seconds!);
  }
  return {
    user: Uint16Array.from(user),
    film: Uint16Array.from(film),
    stars: Uint8Array.from(stars),
    timeSeconds: Uint32Array.from(timeSeconds),
  };
}

/** The last second that 32 bits hold, in the year 2106. */
const MAX_SECONDS = 2 ** 32 - 1;

function isFrom1To(most: number, number: number): boolean {
  return number >= 1 && number <= most;
}

/**
 * Reads `u.item`.
 * @param bytes The file.
 * @param at Its name in errors, and its encoding: the publisher's is Latin-1.
 * @throws {DatasetError} If it is in another encoding, or a line breaks the format.
 */
export function parseFilms(
  bytes: Uint8Array,
  { path, encoding = "latin1" }: { readonly path: string; readonly encoding?: FileEncoding },
): Film[] {
  return Array.from(
    textLines(bytes, { path, encoding: encoding === "utf-8" ? "utf-8" : "latin1" }),
    ({ number: line, text }) => {
      const fields = text.split("|");
      const refuse = (why: string, value: string): never => {
        throw new DatasetError(why, { path, line, value });
      };
      if (fields.length !== 5 + GENRES.length) {
        refuse(`a film has ${5 + GENRES.length} fields separated by |, and this line has ${fields.length}`, text);
      }
      const [number, title, date, , address, ...flags] = fields as [
        string,
        string,
        string,
        string,
        string,
        ...string[],
      ];
      if (number !== String(line)) refuse(`films are numbered in order, and this one must be ${line}`, number);
      if (title === "") refuse("a film has a title", text);
      const badFlag = flags.find((flag) => flag !== "0" && flag !== "1");
      if (badFlag !== undefined) refuse("a genre's flag is 0 or 1", badFlag);
      if (!flags.includes("1")) refuse("a film has at least one genre", text);
      const released = date === "" ? undefined : isoDate(date) ?? refuse("a date is like 01-Jan-1995", date);
      return {
        number: line,
        title,
        ...(released === undefined ? {} : { released }),
        ...(address === "" ? {} : { address }),
        genres: GENRES.filter((_, i) => flags[i] === "1"),
      };
    },
  );
}

/**
 * Reads `u.user`.
 * @throws {DatasetError} If a line breaks the format.
 */
export function parseUsers(bytes: Uint8Array, path: string): User[] {
  return Array.from(textLines(bytes, { path, encoding: "ascii" }), ({ number: line, text }) => {
    const match = /^(\d+)\|(\d{1,3})\|([FM])\|([^|]+)\|([^|]+)$/.exec(text);
    if (match === null || !isFrom1To(MAX_AGE_YEARS, +match[2]!)) {
      const why = "a person is a number, an age, F or M, an occupation and a postal code, separated by |";
      throw new DatasetError(why, { path, line, value: text });
    }
    const [, number, age, gender, occupation, postalCode] = match;
    if (number !== String(line)) {
      throw new DatasetError(`people are numbered in order, and this one must be ${line}`, {
        path,
        line,
        value: number!,
      });
    }
    return {
      number: line,
      ageYears: +age!,
      gender: gender as "F" | "M",
      occupation: occupation!,
      postalCode: postalCode!,
    };
  });
}

/** No one on record has been older than 122 years. */
const MAX_AGE_YEARS = 122;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `"1995-01-31"` for `"31-Jan-1995"`; the day may have one digit. `undefined` for a day that the calendar lacks. */
function isoDate(date: string): string | undefined {
  const match = /^(\d\d?)-([A-Z][a-z]{2})-(\d{4})$/.exec(date);
  const month = MONTHS.indexOf(match?.[2] ?? "") + 1;
  if (match === null || month === 0) return undefined;
  const iso = `${match[3]}-${String(month).padStart(2, "0")}-${match[1]!.padStart(2, "0")}`;
  const parsed = new Date(`${iso}T00:00:00Z`); // 31 February becomes 3 March, and day 0 no date at all
  return Number.isNaN(parsed.getTime()) || !parsed.toISOString().startsWith(iso) ? undefined : iso;
}
