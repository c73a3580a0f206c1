/**
 * One point a node, and many probes a key: the key is hashed 40 times, and the probe that has a node next after it
 * wins. As even as a ring with hundreds of points a node, on a list as short as the nodes are many; the lookup pays for
 * it. (B. Appleton and M. O'Reilly, "Multi-probe consistent hashing", 2015.)
 */
export class HashRing {
  #points: { place: number; id: string }[] = [];

  /** No nodes; how many points a node has does not matter here. */
  constructor(_options: { virtualNodes?: number } = {}) {}

  /** Adds a node at its one point. */
  addNode(id: string): void {
    if (this.#points.some((point) => point.id === id)) return;
    this.#points.push({ place: hash(id, 0), id });
    this.#points.sort((one, other) => one.place - other.place || (one.id < other.id ? -1 : 1));
  }

  /** Takes a node out. */
  removeNode(id: string): void {
    this.#points = this.#points.filter((point) => point.id !== id);
  }

  /** The node that comes soonest after one of the probes. */
  getNode(key: string): string | undefined {
    let [best, shortest]: [string | undefined, number] = [undefined, Infinity];
    for (let probe = 1; probe <= 40 && this.#points.length > 0; probe++) {
      const place = hash(key, probe);
      const next = this.#points[this.#firstAt(place)]!;
      const distance = next.place < place ? next.place - place + 2 ** 32 : next.place - place;
      if (distance < shortest) [best, shortest] = [next.id, distance];
    }
    return best;
  }

  /** The first point at or after `place`; past the last, the first of all. */
  #firstAt(place: number): number {
    let [from, to] = [0, this.#points.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.#points[middle]!.place < place) from = middle + 1;
      else to = middle;
    }
    return from % this.#points.length;
  }
}

/** FNV-1a from a start that depends on the probe, and a final mix: 0 to 2³² − 1. */
function hash(text: string, probe: number): number {
  let word = 0x811c9dc5 ^ Math.imul(probe, 0x9e3779b9);
  for (let at = 0; at < text.length; at++) word = Math.imul(word ^ text.charCodeAt(at), 0x01000193);
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}
