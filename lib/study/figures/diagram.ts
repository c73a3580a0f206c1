/**
 * A diagram of a system: services, stores, queues, actors and external systems, joined by labelled arrows, in groups.
 *
 * The layout is computed: nodes stand in layers in the direction of the arrows, groups get a frame of their own, an
 * arrow that closes a cycle runs back. The same description is laid out a second time, downwards, for phones.
 *
 * **Invariant.** The text alternative is made from the same description: it names every node and every arrow.
 *
 * Not here on purpose: positions by hand (a diagram that needs them says too much: draw two), pictures and icons.
 *
 * @module
 */
import { drawingFigure } from "./_drawing.ts";
import type { Figure, GivenWords } from "./figure.ts";
import { drawGraph } from "./_graph_drawing.ts";
import { NODE_KINDS, type NodeKind } from "./_node_shapes.ts";

/** A part of a diagram. */
export interface DiagramNode {
  /** Its name, as it is shown; it wraps. */
  readonly text: string;
  /** What it is. @default {"service"} */
  readonly kind?: NodeKind;
  /** A second, smaller text below: the engine, the key, the value. */
  readonly detail?: string;
}

/** An arrow of a diagram. */
export interface DiagramEdge<Id extends string = string> {
  /** Where it begins. */
  readonly from: Id;
  /** Where it ends. */
  readonly to: Id;
  /** What goes along it: `POST /posts`, `1 write per follower`. */
  readonly text?: string;
  /** Whether the sender goes on without an answer; the arrow is then dashed. @default {false} */
  readonly isAsync?: boolean;
  /** Whether it points both ways. @default {false} */
  readonly isTwoWay?: boolean;
}

/** What a diagram shows. */
export interface DiagramSpec<Id extends string = string> {
  /** The parts by id, in reading order; a text alone is a service. */
  readonly nodes: Readonly<Record<Id, string | DiagramNode>>;
  /** The arrows. */
  readonly edges: readonly DiagramEdge<NoInfer<Id>>[];
  /** Names of groups, and the ids of their members. */
  readonly groups?: Readonly<Record<string, readonly NoInfer<Id>[]>>;
  /** Where arrows lead on a wide page: trees are read downwards. @default {"right"} */
  readonly direction?: "right" | "down";
}

/** Most parts of one diagram. */
const MAX_NODES = 24;
/**
 * Draws a diagram.
 *
 * @param spec Parts, arrows and groups.
 * @param words Title; caption and text alternative are made from the diagram unless they are given.
 * @throws {RangeError} If there is no node, there are more than 24, an arrow or a group names a node that is not there,
 *   a node is in two groups, or the diagram does not fit.
 *
 * @example The write path of a feed
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { diagram } from "./diagram.ts";
 * const shown = diagram({
 *   nodes: {
 *     author: { text: "Author", kind: "actor" },
 *     api: "Feed API",
 *     posts: { text: "Posts", kind: "store", detail: "by author" },
 *     jobs: { text: "Fan-out jobs", kind: "queue" },
 *     worker: "Fan-out worker",
 *     feeds: { text: "Feeds", kind: "store", detail: "by follower" },
 *   },
 *   edges: [
 *     { from: "author", to: "api", text: "post" },
 *     { from: "api", to: "posts", text: "append" },
 *     { from: "api", to: "jobs", text: "post id", isAsync: true },
 *     { from: "jobs", to: "worker" },
 *     { from: "worker", to: "feeds", text: "1 insert per follower" },
 *   ],
 *   groups: { "Later": ["jobs", "worker", "feeds"] },
 * }, { title: "A post is stored once and copied to every follower" });
 * assertStringIncludes(shown.alt, "Feed API sends post id to Fan-out jobs (queue) without waiting");
 * ```
 */
export function diagram<Id extends string>(spec: DiagramSpec<Id>, words: GivenWords): Figure {
  const nodes = checkDiagram(spec);
  const hasAsync = spec.edges.some(({ isAsync }) => isAsync);
  const hasSync = spec.edges.some(({ isAsync }) => !isAsync);
  const caption = words.caption ??
    (hasAsync && hasSync
      ? "Solid arrows wait for an answer, dashed arrows do not."
      : hasAsync
      ? "No arrow waits for an answer."
      : nodes.every(({ kind }) => kind === "circle")
      ? "Arrows lead from parent to child."
      : "Arrows lead from the caller to what it calls.");
  const ids = nodes.map(({ id }) => id);
  const graph = {
    what: "a diagram",
    nodes: nodes.map((node) => ({ ...node, hint: nameWithKind(node) })),
    edges: spec.edges.map(({ from, to, ...edge }) => ({ ...edge, from: ids.indexOf(from), to: ids.indexOf(to) })),
    groups: Object.keys(spec.groups ?? {}),
    direction: spec.direction ?? "right",
  };
  const alt = words.alt ?? describeDiagram(spec, nodes);
  return drawingFigure((room) => drawGraph(graph, room), { title: words.title, caption, alt });
}

interface Named extends DiagramNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly group?: number;
}

/** The nodes in order, once everything that refers to them is right. */
function checkDiagram(spec: DiagramSpec): Named[] {
  const ids = Object.keys(spec.nodes);
  const refuse = (rule: string, value: string | number) => {
    throw new RangeError(`Cannot draw a diagram: ${rule}: current value is ${value}`);
  };
  if (ids.length === 0 || ids.length > MAX_NODES) refuse(`nodes must be 1 to ${MAX_NODES}`, ids.length);
  const known = new Set(ids);
  for (const { from, to } of spec.edges) {
    for (const id of [from, to]) if (!known.has(id)) refuse("an edge must join ids of nodes", JSON.stringify(id));
    if (from === to) refuse("an edge must join two nodes", JSON.stringify(from));
  }
  const groupOf = new Map<string, number>();
  for (const [index, [name, members]] of Object.entries(spec.groups ?? {}).entries()) {
    for (const id of members) {
      if (!known.has(id)) refuse(`group ${JSON.stringify(name)} must hold ids of nodes`, JSON.stringify(id));
      if (groupOf.has(id)) refuse("a node must be in one group at most", JSON.stringify(id));
      groupOf.set(id, index);
    }
  }
  return ids.map((id) => {
    const node = spec.nodes[id]!;
    const part: DiagramNode = typeof node === "string" ? { text: node } : node;
    const group = groupOf.get(id);
    return { id, kind: "service", ...part, ...(group === undefined ? {} : { group }) };
  });
}

function nameWithKind({ text, kind, detail }: Named): string {
  const { word } = NODE_KINDS[kind];
  const notes = [word, detail].filter((note) => note);
  return notes.length > 0 ? `${text} (${notes.join(", ")})` : text;
}

function describeDiagram(spec: DiagramSpec, nodes: readonly Named[]): string {
  const called = new Map(nodes.map((node) => [node.id, node]));
  const arrows = spec.edges.map(({ from, to, text, isAsync, isTwoWay }) => {
    const [sender, receiver] = [called.get(from)!.text, nameWithKind(called.get(to)!)];
    if (isTwoWay) return `${sender} and ${receiver} exchange ${text ?? "messages"}`;
    if (isAsync) return `${sender} sends ${text ? `${text} to ` : "to "}${receiver} without waiting`;
    return `${sender} to ${receiver}${text ? `: ${text}` : ""}`;
  });
  const joined = new Set(spec.edges.flatMap(({ from, to }) => [from, to]));
  const alone = nodes.filter(({ id }) => !joined.has(id)).map(nameWithKind);
  const groups = Object.entries(spec.groups ?? {}).map(([name, ids]) =>
    `${name} holds ${ids.map((id) => called.get(id)!.text).join(", ")}`
  );
  return [
    "Diagram",
    ...(arrows.length > 0 ? [arrows.join("; ")] : []),
    ...(alone.length > 0 ? [`Not joined: ${alone.join(", ")}`] : []),
    ...groups,
  ].join(". ").replace("Diagram. ", "Diagram: ") + ".";
}
