/** Right in what it returns, but a lookup walks over half of the points. */
export class HashRing {
  #virtualNodes: number;
  #ids = new Set<string>();
  #points: { place: number; id: string }[] = [];
  constructor({ virtualNodes = 160 }: { virtualNodes?: number } = {}) {
    this.#virtualNodes = virtualNodes;
  }
  addNode(id: string): void {
    if (this.#ids.has(id)) return;
    this.#ids.add(id);
    for (let i = 0; i < this.#virtualNodes; i++) this.#points.push({ place: hash(`${id}#${i}`), id });
    this.#points.sort((one, other) => one.place - other.place || (one.id < other.id ? -1 : 1));
  }
  removeNode(id: string): void {
    if (this.#ids.delete(id)) this.#points = this.#points.filter((point) => point.id !== id);
  }
  getNode(key: string): string | undefined {
    const place = hash(key);
    return (this.#points.find((point) => point.place >= place) ?? this.#points[0])?.id;
  }
}

/** FNV-1a and a final mix: 0 to 2³² − 1. */
function hash(text: string): number {
  let word = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) word = Math.imul(word ^ text.charCodeAt(at), 0x01000193);
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}
