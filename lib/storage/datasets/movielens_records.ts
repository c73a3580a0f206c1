/**
 * Records of MovieLens-100k: films, users and ratings, as they are read and as they are generated.
 *
 * @module
 */
import type { Genre } from "./_genres.ts";

/** What the ratings were drawn from. */
export interface MovieLensTruth {
  /** Rank of each film by popularity within all films, from 1; shape (films). */
  readonly filmRank: Uint16Array;
  /** Mean stars that a film would get; shape (films). */
  readonly filmQuality: Float64Array;
  /** Index into {@linkcode GENRES} of the genre through which a film is found; shape (films). */
  readonly filmGenre: Uint8Array;
  /** What a person adds to every rating; shape (users). */
  readonly userLeniency: Float64Array;
  /** What a person adds to the stars of a genre; shape (users, genres), row by row. */
  readonly userLiking: Float64Array;
  /** Relative chance that a person picks a genre, before the public's interest; shape (users, genres). */
  readonly userTaste: Float64Array;
  /** The public's interest: relative chance of each genre by week; shape (weeks, genres). */
  readonly genreInterest: Float64Array;
  /** When week 0 begins: seconds since 1970. */
  readonly beginSeconds: number;
}

/** A film. */
export interface Film {
  /** 1 to 1,682: index + 1. */
  readonly number: number;
  /** With its year: `"Toy Story (1995)"`. */
  readonly title: string;
  /** When it was released, as `"1995-01-01"`; absent for "unknown". */
  readonly released?: string;
  /** Its page; absent for three films. */
  readonly address?: string;
  /** At least one. */
  readonly genres: readonly Genre[];
}

/** A person who rated. */
export interface User {
  /** 1 to 943: index + 1. */
  readonly number: number;
  /** 7 to 73. */
  readonly ageYears: number;
  /** As the form offered it in 1997. */
  readonly gender: "F" | "M";
  /** One of 21. */
  readonly occupation: string;
  /** Of the United States mostly; some are of Canada, or made up. */
  readonly postalCode: string;
}

/** Ratings as parallel arrays: entry k of each belongs to rating k. */
export interface Ratings {
  /** Index into the users. */
  readonly user: Uint16Array;
  /** Index into the films. */
  readonly film: Uint16Array;
  /** 1 to 5. */
  readonly stars: Uint8Array;
  /** Seconds since 1970. */
  readonly timeSeconds: Uint32Array;
}

/** The set; with the truth behind it where it was generated. */
export type MovieLens =
  & { readonly ratings: Ratings; readonly films: readonly Film[]; readonly users: readonly User[] }
  & ({ readonly origin: "public" } | { readonly origin: "synthetic"; readonly truth: MovieLensTruth });
