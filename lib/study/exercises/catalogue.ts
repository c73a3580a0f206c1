/**
 * The exercises, by name: what the reader hands in (as types, so that a notebook's stub is checked when the notebook is), and
 * where the suite and the answers are (loaded only when asked for).
 *
 * @module
 */
import type { CatalogueEntry } from "./catalogue_entry.ts";
import { blockedMatmulExercise, type BlockedMatmulGiven } from "./blocked_matmul/exercise.ts";
import { concurrencyLimiterExercise, type ConcurrencyLimiterGiven } from "./concurrency_limiter/exercise.ts";
import { gradientCheckExercise, type GradientCheckGiven } from "./gradient_check/exercise.ts";
import { hashRingExercise, type HashRingGiven } from "./hash_ring/exercise.ts";
import { invertedIndexExercise, type InvertedIndexGiven } from "./inverted_index/exercise.ts";
import { lruCacheExercise, type LruCacheGiven } from "./lru_cache/exercise.ts";
import { newsFeedExercise, type NewsFeedGiven } from "./news_feed/exercise.ts";
import { rateLimitedLoggerExercise, type RateLimitedLoggerGiven } from "./rate_limited_logger/exercise.ts";
import { threadPoolExercise, type ThreadPoolGiven } from "./thread_pool/exercise.ts";
import { threadSafeLruExercise, type ThreadSafeLruGiven } from "./thread_safe_lru/exercise.ts";
import { tokenBucketExercise, type TokenBucketGiven } from "./token_bucket/exercise.ts";
import { welchAndKsExercise, type WelchAndKsGiven } from "./welch_and_ks/exercise.ts";

/** What each exercise's `check` must be given. */
export interface Exercises {
  /** A cache that throws away what was used longest ago. */
  "lru-cache": LruCacheGiven;
  /** A logger that says each message at most once an interval. */
  "rate-limited-logger": RateLimitedLoggerGiven;
  /** A ring of hashes that deals keys out to nodes. */
  "hash-ring": HashRingGiven;
  /** A limit on how many asynchronous tasks are in flight. */
  "concurrency-limiter": ConcurrencyLimiterGiven;
  /** A bucket of tokens that refills with time. */
  "token-bucket": TokenBucketGiven;
  /** A pool of threads that runs functions. */
  "thread-pool": ThreadPoolGiven;
  /** An LRU cache of 32-bit integers that several threads use at once. */
  "thread-safe-lru": ThreadSafeLruGiven;
  /** A search engine over texts. */
  "inverted-index": InvertedIndexGiven;
  /** A feed of one's own posts and those of whom one follows. */
  "news-feed": NewsFeedGiven;
  /** Welch's t-test and the two-sample Kolmogorov–Smirnov test. */
  "welch-and-ks": WelchAndKsGiven;
  /** Derivatives by going back over a tape, and the check that finds them wrong. */
  "gradient-check": GradientCheckGiven;
  /** A matrix product in the order that a cache likes. */
  "blocked-matmul": BlockedMatmulGiven;
}

/** The name of an exercise. */
export type ExerciseName = keyof Exercises;

/** All exercises, in the order in which they are listed. */
export const CATALOGUE: { readonly [Name in ExerciseName]: CatalogueEntry<Exercises[Name]> } = {
  "lru-cache": lruCacheExercise,
  "rate-limited-logger": rateLimitedLoggerExercise,
  "hash-ring": hashRingExercise,
  "concurrency-limiter": concurrencyLimiterExercise,
  "token-bucket": tokenBucketExercise,
  "thread-pool": threadPoolExercise,
  "thread-safe-lru": threadSafeLruExercise,
  "inverted-index": invertedIndexExercise,
  "news-feed": newsFeedExercise,
  "welch-and-ks": welchAndKsExercise,
  "gradient-check": gradientCheckExercise,
  "blocked-matmul": blockedMatmulExercise,
};

/** All names, in the order of the catalogue. */
export const EXERCISE_NAMES: readonly ExerciseName[] = Object.keys(CATALOGUE) as ExerciseName[];

/**
 * The name as one that the catalogue knows.
 * @throws {RangeError} If it knows no such exercise; the message lists those it has.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { exerciseName } from "./catalogue.ts";
 * assertEquals(exerciseName("lru-cache"), "lru-cache");
 * ```
 */
export function exerciseName(name: string): ExerciseName {
  if (Object.hasOwn(CATALOGUE, name)) return name as ExerciseName;
  const known = EXERCISE_NAMES.join(", ");
  throw new RangeError(`Cannot open an exercise: the catalogue has ${known}: current value is ${name}`);
}
