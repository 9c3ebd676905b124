// @ts-check

/** Marks a sample that the file does not have. */
export const missing = -32768;

/** A stretch of a recording: all its leads, filtered as they are to be seen, with those derived that follow from others. */
export class Wave {
  /** @type {Map<string, Float32Array>} */ #leads = new Map();

  /**
   * @param {{rate: number, start: number, names: string[], microvolts: Int16Array}} content
   *   start: seconds from the recording's beginning; microvolts: lead after lead
   */
  constructor({ rate, start, names, microvolts }) {
    this.rate = rate;
    this.start = start;
    this.count = names.length ? Math.floor(microvolts.length / names.length) : 0;
    names.forEach((name, index) => {
      const samples = microvolts.subarray(index * this.count, (index + 1) * this.count);
      this.#leads.set(name, Float32Array.from(samples, (value) => (value === missing ? NaN : value / 1000)));
    });
    this.#derive();
  }

  /** Seconds. */
  get duration() { return this.count / this.rate; }

  get names() { return [...this.#leads.keys()]; }

  /**
   * Millivolts of a lead; `-aVR` is aVR upside down.
   * @param {string} name @returns {Float32Array | null}
   */
  lead(name) {
    if (!name.startsWith('-')) return this.#leads.get(name) ?? null;
    const upright = this.#leads.get(name.slice(1));
    if (!upright) return null;
    if (!this.#leads.has(name)) this.#leads.set(name, upright.map((value) => -value));
    return this.#leads.get(name) ?? null;
  }

  /** Einthoven's and Goldberger's equations, for recorders that keep eight leads. */
  #derive() {
    const first = this.#leads.get('I');
    const second = this.#leads.get('II');
    if (!first || !second) return;
    /** @type {Record<string, (i: number, ii: number) => number>} */
    const equations = { III: (i, ii) => ii - i, aVR: (i, ii) => -(i + ii) / 2, aVL: (i, ii) => i - ii / 2, aVF: (i, ii) => ii - i / 2 };
    for (const [name, of] of Object.entries(equations)) {
      if (!this.#leads.has(name)) this.#leads.set(name, first.map((value, index) => of(value, second[index])));
    }
  }

  /**
   * The samples between two times, as places in the arrays of this wave.
   * @param {number} from @param {number} to seconds of the recording
   */
  range(from, to) {
    const first = Math.max(0, Math.ceil((from - this.start) * this.rate - 1e-6));
    const last = Math.min(this.count - 1, Math.floor((to - this.start) * this.rate + 1e-6));
    return { first, last };
  }

  /**
   * The line at which a lead rests between two times: the median, which neither an electrode's offset nor a QRS moves.
   * @param {string} name @param {number} from @param {number} to
   */
  rest(name, from, to) {
    const { first, last } = this.range(from, to);
    const shown = (this.lead(name) ?? new Float32Array()).slice(first, last + 1).filter(Number.isFinite).sort();
    return shown.length ? shown[shown.length >> 1] : 0;
  }
}
