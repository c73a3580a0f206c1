/** No ring: the hash of the key modulo the number of nodes. */
export class HashRing {
  #ids: string[] = [];
  addNode(id: string): void {
    if (!this.#ids.includes(id)) this.#ids.push(id);
    this.#ids.sort();
  }
  removeNode(id: string): void {
    this.#ids = this.#ids.filter((other) => other !== id);
  }
  getNode(key: string): string | undefined {
    return this.#ids[hash(key) % this.#ids.length];
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
