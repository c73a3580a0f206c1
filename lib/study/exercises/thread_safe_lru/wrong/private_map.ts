/** A Map in the order of use, taken for shared: every thread has a copy of its own. */
export class SharedLRU {
  static maps: Map<SharedArrayBuffer, Map<number, number>> = new Map();
  entries: Map<number, number>;
  capacity: number;
  static create(capacity: number): SharedArrayBuffer {
    const memory = new SharedArrayBuffer(8);
    new Int32Array(memory)[1] = capacity;
    return memory;
  }
  constructor(memory: SharedArrayBuffer) {
    this.capacity = new Int32Array(memory)[1]!;
    this.entries = SharedLRU.maps.get(memory) ?? new Map();
    SharedLRU.maps.set(memory, this.entries);
  }
  get(key: number): number | undefined {
    const value = this.entries.get(key);
    if (this.entries.delete(key)) this.entries.set(key, value!);
    return value;
  }
  put(key: number, value: number): void {
    if (key !== (key | 0) || value !== (value | 0)) {
      throw new RangeError(`Cannot put: no 32-bit integer: current value is ${key}, ${value}`);
    }
    if (!this.entries.delete(key) && this.entries.size === this.capacity) {
      this.entries.delete([...this.entries.keys()][0]!);
    }
    this.entries.set(key, value);
  }
  has(key: number): boolean {
    return this.entries.has(key);
  }
  delete(key: number): boolean {
    return this.entries.delete(key);
  }
  get size(): number {
    return this.entries.size;
  }
}
