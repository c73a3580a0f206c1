/**
 * Trees as an ONNX model: an ensemble of decision trees as one `TreeEnsembleRegressor`, which ONNX Runtime and every
 * other reader of the `ai.onnx.ml` operators run.
 *
 * Features are float32 there and so are thresholds. A threshold is rounded down to the next float32, so that a feature
 * which is one goes the same way as it would by the threshold in double precision.
 *
 * **Invariant.** Every row whose features are float32 ends in the same leaves. Scores are sums, or means, of float32
 * values: within about 1e-6 of those in double precision.
 *
 * Cost: O(nodes · outputs).
 *
 * Not here on purpose: how trees are grown (`ml/trees`), missing values, categories.
 *
 * Source: ONNX ai.onnx.ml, TreeEnsembleRegressor, version 3.
 *
 * @module
 */
import { checkFiniteNumbers, checkOneOf, checkPositiveInteger } from "../../../base/argument.ts";
import type { NodeAttributes } from "./_lowering.ts";
import { attributeMessage } from "./_model_writer.ts";
import { ELEMENT_TYPES, encodeModel } from "./_model_schema.ts";

/** A binary tree of thresholds as flat arrays, node 0 the root. */
export interface EnsembleTree {
  /** (nodes): the feature that is compared; -1 for a leaf. */
  readonly feature: ArrayLike<number>;
  /** (nodes): what it is compared with. */
  readonly threshold: ArrayLike<number>;
  /** (nodes): where rows up to the threshold go. */
  readonly left: ArrayLike<number>;
  /** (nodes): where rows above it go. */
  readonly right: ArrayLike<number>;
  /** (nodes · outputs): what a leaf gives. */
  readonly value: ArrayLike<number>;
}

/** What an ensemble computes. */
export interface TreeEnsembleOptions {
  /** How many features a row has. */
  readonly features: number;
  /** How many numbers a leaf has. @default {1} */
  readonly outputs?: number;
  /** Whether leaves are added, or their mean is taken. @default {"sum"} */
  readonly aggregate?: "sum" | "mean";
  /** (outputs): added at the end. @default {0} */
  readonly base?: readonly number[];
  /** What each leaf's values are multiplied with: a learning rate. @default {1} */
  readonly scale?: number;
  /** What is made of the scores. @default {"none"} */
  readonly transform?: "none" | "logistic" | "softmax";
}

/** The operations behind the trees; the operator's own transforms are not what every runtime computes. */
const TRANSFORMS = { none: "Identity", logistic: "Sigmoid", softmax: "Softmax" } as const;

/**
 * The bytes of a model with the input `x`, float32 (batch, features), and the output `scores`, float32 (batch,
 * outputs).
 * @throws {RangeError} If there are no trees, arrays differ in length, a node's children or feature are not there, or a
 * number is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { loadGraph } from "./load_graph.ts";
 * import { treeEnsembleModel } from "./tree_ensemble.ts";
 * const stump = { feature: [0, -1, -1], threshold: [0.5, 0, 0], left: [1, -1, -1], right: [2, -1, -1], value: [0, -1, 1] };
 * await using graph = await loadGraph(treeEnsembleModel([stump, stump], { features: 1 }));
 * const { scores } = await graph.run({ x: new Float32Array([0.5, 0.6]) });
 * assertEquals(scores!.values, new Float32Array([-2, 2]));
 * ```
 */
export function treeEnsembleModel(trees: readonly EnsembleTree[], options: TreeEnsembleOptions): Uint8Array {
  const { features, outputs = 1, aggregate = "sum", base, scale = 1, transform = "none" } = options;
  const action = "write trees";
  checkPositiveInteger(features, { action, argument: "features" });
  checkPositiveInteger(outputs, { action, argument: "outputs" });
  checkOneOf(aggregate, { action, argument: "aggregate", choices: ["sum", "mean"] });
  checkOneOf(transform, { action, argument: "transform", choices: ["none", "logistic", "softmax"] });
  checkFiniteNumbers([scale], { action, argument: "scale" });
  if (trees.length === 0) throw new RangeError(`Cannot ${action}: there must be a tree: current value is []`);
  for (const [index, tree] of trees.entries()) checkTree(tree, { index, features, outputs });
  if (base !== undefined && checkFiniteNumbers(base, { action, argument: "base" }).length !== outputs) {
    throw new RangeError(`Cannot ${action}: base must have ${outputs} numbers: current value is ${base.length}`);
  }
  const attributes: NodeAttributes = {
    ...nodeAttributes(trees),
    ...leafAttributes(trees, { outputs, scale }),
    n_targets: outputs,
    aggregate_function: aggregate === "sum" ? "SUM" : "AVERAGE",
    post_transform: "NONE",
    ...base === undefined ? {} : { base_values: { floats: base } },
  };
  const value = (name: string, columns: number) => ({
    name,
    type: {
      tensorType: { elemType: ELEMENT_TYPES.float32, shape: { dim: [{ dimParam: "batch" }, { dimValue: columns }] } },
    },
  });
  return encodeModel({
    irVersion: 9,
    producerName: "ml-systems-lab",
    graph: {
      name: "trees",
      node: [{
        name: "trees",
        opType: "TreeEnsembleRegressor",
        domain: "ai.onnx.ml",
        input: ["x"],
        output: ["sums"],
        attribute: Object.entries(attributes).map(attributeMessage),
      }, {
        name: "transform",
        opType: TRANSFORMS[transform],
        input: ["sums"],
        output: ["scores"],
        attribute: transform === "softmax" ? [attributeMessage(["axis", 1])] : [],
      }],
      input: [value("x", features)],
      output: [value("scores", outputs)],
    },
    opsetImport: [{ domain: "", version: 20 }, { domain: "ai.onnx.ml", version: 3 }],
  });
}

function nodeAttributes(trees: readonly EnsembleTree[]): NodeAttributes {
  const nodes = trees.flatMap((tree, treeId) => Array.from(tree.feature, (_, node) => ({ tree, treeId, node })));
  const isLeaf = (tree: EnsembleTree, node: number) => tree.feature[node] === -1;
  const orZero = (list: "feature" | "left" | "right") =>
    nodes.map(({ tree, node }) => isLeaf(tree, node) ? 0 : tree[list][node]!);
  return {
    nodes_treeids: nodes.map(({ treeId }) => treeId),
    nodes_nodeids: nodes.map(({ node }) => node),
    nodes_featureids: orZero("feature"),
    nodes_truenodeids: orZero("left"),
    nodes_falsenodeids: orZero("right"),
    nodes_values: {
      floats: nodes.map(({ tree, node }) => isLeaf(tree, node) ? 0 : roundedDown(tree.threshold[node]!)),
    },
    nodes_modes: { strings: nodes.map(({ tree, node }) => isLeaf(tree, node) ? "LEAF" : "BRANCH_LEQ") },
  };
}

function leafAttributes(
  trees: readonly EnsembleTree[],
  { outputs, scale }: { readonly outputs: number; readonly scale: number },
): NodeAttributes {
  const targets = trees.flatMap(({ feature, value }, treeId) =>
    Array.from(feature, (own, node) => ({ own, node })).filter(({ own }) => own === -1).flatMap(({ node }) =>
      Array.from({ length: outputs }, (_, id) => ({ treeId, node, id, weight: scale * value[node * outputs + id]! }))
    )
  );
  return {
    target_treeids: targets.map(({ treeId }) => treeId),
    target_nodeids: targets.map(({ node }) => node),
    target_ids: targets.map(({ id }) => id),
    target_weights: { floats: targets.map(({ weight }) => weight) },
  };
}

/** The largest float32 that is not above a number. */
function roundedDown(value: number): number {
  const near = Math.fround(value);
  if (near <= value) return near;
  const bits = new Int32Array(new Float32Array([near]).buffer);
  bits[0]! += near > 0 ? -1 : near < 0 ? 1 : -0x7fffffff; // below 0 comes the smallest negative number
  return new Float32Array(bits.buffer)[0]!;
}

interface TreeCheck {
  readonly index: number;
  readonly features: number;
  readonly outputs: number;
}

function checkTree(tree: EnsembleTree, { index, features, outputs }: TreeCheck): void {
  const action = "write trees";
  const count = tree.feature.length;
  for (const list of ["threshold", "left", "right", "value"] as const) {
    const wanted = list === "value" ? count * outputs : count;
    checkFiniteNumbers(tree[list], { action, argument: `trees[${index}].${list}` });
    if (tree[list].length === wanted && count > 0) continue;
    throw new RangeError(
      `Cannot ${action}: trees[${index}].${list} must have ${wanted} numbers: current value is ${tree[list].length}`,
    );
  }
  for (let node = 0; node < count; node++) {
    const feature = tree.feature[node]!;
    if (feature === -1) continue;
    const isChild = (child: number) => Number.isInteger(child) && child > node && child < count;
    const isFeature = Number.isInteger(feature) && feature >= 0 && feature < features;
    if (isFeature && isChild(tree.left[node]!) && isChild(tree.right[node]!)) continue;
    throw new RangeError(
      `Cannot ${action}: node ${node} of trees[${index}] must have a feature below ${features} and children behind it: current value is ${feature}, ${
        tree.left[node]
      } and ${tree.right[node]}`,
    );
  }
}
