/** A circle of 360 places, each with one owner: the last to come. */
export class HashRing {
  #virtualNodes: number;
  #ids = new Set<string>();
  #owners = new Map<number, string>();
  constructor({ virtualNodes = 100 }: { virtualNodes?: number } = {}) {
    this.#virtualNodes = virtualNodes;
  }
  addNode(id: string): void {
    if (this.#ids.has(id)) return;
    this.#ids.add(id);
    for (let i = 0; i < this.#virtualNodes; i++) this.#owners.set(hash(`${id}#${i}`) % 360, id);
  }
  removeNode(id: string): void {
    if (!this.#ids.delete(id)) return;
    for (let i = 0; i < this.#virtualNodes; i++) this.#owners.delete(hash(`${id}#${i}`) % 360);
  }
  getNode(key: string): string | undefined {
    const place = hash(key) % 360;
    for (let step = 0; step < 360; step++) {
      const id = this.#owners.get((place + step) % 360);
      if (id !== undefined) return id;
    }
    return undefined;
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
