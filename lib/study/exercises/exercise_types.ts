// Written by `deno task exercise index`: do not edit by hand.
/**
 * What each exercise's `check` must be given, as types: a notebook whose stub breaks an exercise's signature does not
 * pass its type check.
 *
 * @module
 */
import type { AdamStepGiven } from "./adam_step/exercise.ts";
import type { BasicKitGiven } from "./basic_kit/exercise.ts";
import type { BlockedMatmulGiven } from "./blocked_matmul/exercise.ts";
import type { ConcurrencyLimiterGiven } from "./concurrency_limiter/exercise.ts";
import type { DecisionTreeGiven } from "./decision_tree/exercise.ts";
import type { DecisionTreeSteps } from "./decision_tree/ladder.ts";
import type { GradientCheckGiven } from "./gradient_check/exercise.ts";
import type { GradientDescentGiven } from "./gradient_descent/exercise.ts";
import type { HashRingGiven } from "./hash_ring/exercise.ts";
import type { InvertedIndexGiven } from "./inverted_index/exercise.ts";
import type { IsolationForestGiven } from "./isolation_forest/exercise.ts";
import type { KFoldGiven } from "./k_fold/exercise.ts";
import type { KMeansGiven } from "./k_means/exercise.ts";
import type { KMeansSteps } from "./k_means/ladder.ts";
import type { KnnGiven } from "./knn/exercise.ts";
import type { LinearRegressionGiven } from "./linear_regression/exercise.ts";
import type { LinearRegressionSteps } from "./linear_regression/ladder.ts";
import type { LogisticRegressionGiven } from "./logistic_regression/exercise.ts";
import type { LogisticRegressionSteps } from "./logistic_regression/ladder.ts";
import type { LruCacheGiven } from "./lru_cache/exercise.ts";
import type { NaiveBayesGiven } from "./naive_bayes/exercise.ts";
import type { NewsFeedGiven } from "./news_feed/exercise.ts";
import type { PerceptronGiven } from "./perceptron/exercise.ts";
import type { RateLimitedLoggerGiven } from "./rate_limited_logger/exercise.ts";
import type { RegressionMetricsGiven } from "./regression_metrics/exercise.ts";
import type { SoftmaxGiven } from "./softmax/exercise.ts";
import type { SvmLossGiven } from "./svm_loss/exercise.ts";
import type { ThreadPoolGiven } from "./thread_pool/exercise.ts";
import type { ThreadSafeLruGiven } from "./thread_safe_lru/exercise.ts";
import type { TokenBucketGiven } from "./token_bucket/exercise.ts";
import type { WelchAndKsGiven } from "./welch_and_ks/exercise.ts";

/** What `check` must be given, by the name of the exercise or of the step. */
export interface Exercises {
  /** A step of Adam. */
  "adam-step": AdamStepGiven;
  /** Entropy, one-hot, precision and recall. */
  "basic-kit": BasicKitGiven;
  /** Matrix product in blocks. */
  "blocked-matmul": BlockedMatmulGiven;
  /** Async concurrency limiter. */
  "concurrency-limiter": ConcurrencyLimiterGiven;
  /** Decision tree. */
  "decision-tree": DecisionTreeGiven;
  /** Decision tree: Decision tree: entropy. */
  "decision-tree.entropy": DecisionTreeSteps["entropy"];
  /** Decision tree: Decision tree: gain. */
  "decision-tree.gain": DecisionTreeSteps["gain"];
  /** Backpropagation and its check. */
  "gradient-check": GradientCheckGiven;
  /** Gradient descent, momentum and Adam. */
  "gradient-descent": GradientDescentGiven;
  /** Consistent hash ring. */
  "hash-ring": HashRingGiven;
  /** Inverted index. */
  "inverted-index": InvertedIndexGiven;
  /** Isolation forest. */
  "isolation-forest": IsolationForestGiven;
  /** K-fold cross-validation. */
  "k-fold": KFoldGiven;
  /** k-means. */
  "k-means": KMeansGiven;
  /** k-means: k-means: start. */
  "k-means.start": KMeansSteps["start"];
  /** k-means: k-means: assign. */
  "k-means.assign": KMeansSteps["assign"];
  /** k-means: k-means: update. */
  "k-means.update": KMeansSteps["update"];
  /** k-means: k-means: inertia. */
  "k-means.inertia": KMeansSteps["inertia"];
  /** k nearest neighbours. */
  knn: KnnGiven;
  /** Linear regression by gradient descent. */
  "linear-regression": LinearRegressionGiven;
  /** Linear regression by gradient descent: Linear regression: cost. */
  "linear-regression.cost": LinearRegressionSteps["cost"];
  /** Linear regression by gradient descent: Linear regression: step. */
  "linear-regression.step": LinearRegressionSteps["step"];
  /** Logistic regression. */
  "logistic-regression": LogisticRegressionGiven;
  /** Logistic regression: Logistic regression: sigmoid. */
  "logistic-regression.sigmoid": LogisticRegressionSteps["sigmoid"];
  /** LRU cache. */
  "lru-cache": LruCacheGiven;
  /** Gaussian naive Bayes. */
  "naive-bayes": NaiveBayesGiven;
  /** News feed. */
  "news-feed": NewsFeedGiven;
  /** Perceptron. */
  perceptron: PerceptronGiven;
  /** Rate-limited logger. */
  "rate-limited-logger": RateLimitedLoggerGiven;
  /** MSE and R². */
  "regression-metrics": RegressionMetricsGiven;
  /** Softmax and its Jacobian. */
  softmax: SoftmaxGiven;
  /** Multiclass SVM loss. */
  "svm-loss": SvmLossGiven;
  /** Thread pool. */
  "thread-pool": ThreadPoolGiven;
  /** Thread-safe LRU. */
  "thread-safe-lru": ThreadSafeLruGiven;
  /** Async token bucket. */
  "token-bucket": TokenBucketGiven;
  /** Welch's t-test and Kolmogorov–Smirnov. */
  "welch-and-ks": WelchAndKsGiven;
}

/** The name of an exercise or of a step. */
export type ExerciseName = keyof Exercises;
