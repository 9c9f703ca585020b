/**
 * Writes, each known by the row of its call in the trace: values are not kept, and this is all that loss and double
 * application need.
 */
export class WriteSet {
  #bits = new Uint32Array(64);

  has(write: number): boolean {
    return ((this.#bits[write >>> 5] ?? 0) & (1 << (write & 31))) !== 0;
  }

  /** Returns false when it was there already. */
  add(write: number): boolean {
    const word = write >>> 5;
    if (word >= this.#bits.length) {
      const larger = new Uint32Array(Math.max(word + 1, this.#bits.length * 2));
      larger.set(this.#bits);
      this.#bits = larger;
    }
    const bit = 1 << (write & 31);
    const before = this.#bits[word] as number;
    this.#bits[word] = before | bit;
    return (before & bit) === 0;
  }

  addAll(other: WriteSet): void {
    if (other.#bits.length > this.#bits.length) {
      const larger = new Uint32Array(other.#bits.length);
      larger.set(this.#bits);
      this.#bits = larger;
    }
    for (let word = 0; word < other.#bits.length; word++) {
      this.#bits[word] = (this.#bits[word] as number) | (other.#bits[word] as number);
    }
  }

  copy(): WriteSet {
    const copy = new WriteSet();
    copy.addAll(this);
    return copy;
  }

  /** Visits the writes in the order in which they were made. No generator: a run may have hundreds of thousands. */
  forEach(visit: (write: number) => void): void {
    this.#bits.forEach((word, index) => {
      for (let bits = word; bits !== 0; bits &= bits - 1) visit(index * 32 + 31 - Math.clz32(bits & -bits));
    });
  }

  get size(): number {
    let count = 0;
    for (let word of this.#bits) {
      for (; word !== 0; word &= word - 1) count++;
    }
    return count;
  }
}
