/**
 * Random scenes against the oracle: what no single rule names.
 *
 * @module
 */
import type { Random } from "../../../base/random.ts";
import type { Case } from "../suite.ts";
import { type Given, isAmbiguous, judgeScenes, play, type Scene, type SceneTask, showScene } from "./scene.ts";

/** Shortest scenes first; all are played on one clock. */
export const mixedScenes: Case<Given, readonly Scene[]> = {
  name: "any mix of ends, failures and aborts goes as it must",
  misconception:
    "Each rule works alone, but not in this mix: most often a later event hides the first failure, an abort after a failure or a " +
    "failure after an abort.",
  hints: [
    "Follow the scene below on paper, moment by moment.",
    "There is one place for the reason, and whoever comes first fills it: task, signal or timer.",
    "const fail = (reason) => { failure ??= { reason }; }; — used by all three",
  ],
  input: (random) => Array.from({ length: 60 }, (_, i) => randomScene(random, 2 + Math.floor(i / 10))),
  show: (scenes, throughStep) =>
    throughStep === undefined ? `${scenes.length} random scenes` : showScene(scenes[throughStep]!),
  drive: play,
  judge: judgeScenes,
};

/** A scene of so many tasks in which no right answer has a choice. */
function randomScene(random: Random, length: number): Scene {
  const ending = (): SceneTask["ends"] => {
    const dice = random.integer(12);
    return dice === 0 ? "throw" : dice < 4 ? "failure" : "value";
  };
  for (;;) {
    const tasks = Array.from({ length }, (): SceneTask => ({ ms: 1 + random.integer(25), ends: ending() }));
    const abort = random.next() < 0.5 ? { abortAtMs: 1 + random.integer(25) } : {};
    const scene = { limit: 1 + random.integer(3), tasks, ...abort };
    if (!isAmbiguous(scene)) return scene;
  }
}
