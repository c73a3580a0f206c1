/**
 * A case made of scenes and one rule that every answer must keep.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import type { Case, HintLadder } from "../suite.ts";
import { driveScenes, firstBroken, type Given, type Scene, showScenes } from "./scene.ts";

/** What distinguishes one case from another. */
export interface SceneCaseSpec {
  /** What someone most likely believes who fails here. */
  readonly misconception: string;
  /** Shown one at a time. */
  readonly hints: HintLadder;
  /** The calls. */
  scenes(random: Random): readonly Scene[];
  /** What every call must keep. */
  readonly rule: Parameters<typeof firstBroken>[1];
}

/** The case. */
export function sceneCase(
  name: string,
  { misconception, hints, scenes, rule }: SceneCaseSpec,
): Case<Given, readonly Scene[]> {
  return {
    name,
    misconception,
    hints,
    input: scenes,
    show: showScenes,
    drive: driveScenes,
    judge: (scenes, evidence) => firstBroken({ scenes, evidence }, rule),
  };
}

/** A call of Welch's test. */
export function welchScene(a: readonly number[], b: readonly number[]): Scene {
  return { test: "welch", a, b };
}

/** A call of the Kolmogorov–Smirnov test. */
export function gapScene(a: readonly number[], b: readonly number[]): Scene {
  return { test: "kolmogorovSmirnov", a, b };
}

/** Normal numbers, rounded so that they can be read. */
export function normals(
  random: Random,
  { count, mean, deviation, decimals = 2 }: { count: number; mean: number; deviation: number; decimals?: number },
): number[] {
  return Array.from({ length: count }, () => Number((mean + deviation * random.normal()).toFixed(decimals)));
}
