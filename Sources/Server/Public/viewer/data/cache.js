// @ts-check

/**
 * Keeps what was used last within a number of bytes.
 * @template {{kind: string}} Value
 */
export class ByteCache {
  /** @type {Map<string, {value: Value, bytes: number}>} */
  #entries = new Map();
  #bytes = 0;

  /**
   * @param {number} limit  bytes
   * @param {(key: string, value: Value) => void} [onEviction]
   */
  constructor(limit, onEviction = () => {}) {
    this.limit = limit;
    this.onEviction = onEviction;
  }

  /** @param {string} key */
  has(key) { return this.#entries.has(key); }

  /** @param {string} key @returns {Value | undefined} */
  get(key) {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /**
   * What is larger than the whole cache is still kept, alone: it is on the screen.
   * @param {string} key @param {Value} value @param {number} bytes
   */
  set(key, value, bytes) {
    this.#remove(key);
    for (const [oldest] of this.#entries) {
      if (this.#bytes + bytes <= this.limit) break;
      this.#remove(oldest);
    }
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
  }

  /** @param {string} key */
  #remove(key) {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
    this.onEviction(key, entry.value);
  }
}
