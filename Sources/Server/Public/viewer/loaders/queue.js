// @ts-check
/**
 * Requests in order of urgency, a few at a time. Background work may not take every connection, so that what the
 * reader is looking at never waits behind what may be looked at later.
 */

/**
 * @typedef {Object} Job
 * @property {string} key
 * @property {number} priority  smaller is sooner; below `background` someone is waiting
 * @property {(signal: AbortSignal) => Promise<any>} run
 * @property {AbortController} controller
 * @property {(value: any) => void} resolve
 * @property {(reason: any) => void} reject
 * @property {Promise<any>} promise
 */

/** From this priority on, nobody is waiting. */
export const background = 10;

export class RequestQueue {
  /** @type {Map<string, Job>} */
  #waiting = new Map();
  /** @type {Map<string, Job>} */
  #running = new Map();

  /** @param {number} [limit]  requests at once @param {number} [backgroundLimit] */
  constructor(limit = 6, backgroundLimit = 4) {
    this.limit = limit;
    this.backgroundLimit = backgroundLimit;
  }

  /**
   * Adds a request, or makes the same one more or less urgent.
   * @param {string} key @param {number} priority @param {(signal: AbortSignal) => Promise<any>} run
   */
  add(key, priority, run) {
    const known = this.#waiting.get(key) ?? this.#running.get(key);
    if (known) {
      known.priority = priority;
      this.#advance();
      return known.promise;
    }
    /** @type {Pick<Job, 'resolve' | 'reject'>} */
    let settle = { resolve: () => undefined, reject: () => undefined };
    const promise = new Promise((resolve, reject) => { settle = { resolve, reject }; });
    this.#waiting.set(key, { key, priority, run, controller: new AbortController(), promise, ...settle });
    this.#advance();
    return promise;
  }

  /**
   * Calls off what `isWanted` no longer names.
   * @param {(key: string) => boolean} isWanted
   */
  retain(isWanted) {
    for (const job of [...this.#waiting.values(), ...this.#running.values()]) {
      if (isWanted(job.key)) continue;
      this.#waiting.delete(job.key);
      this.#running.delete(job.key);
      job.controller.abort();
      job.reject(new DOMException('no longer wanted', 'AbortError'));
    }
    this.#advance();
  }

  #advance() {
    for (const job of [...this.#waiting.values()].sort((a, b) => a.priority - b.priority)) {
      const limit = job.priority < background ? this.limit : this.backgroundLimit;
      if (this.#running.size >= limit) break;
      this.#waiting.delete(job.key);
      this.#running.set(job.key, job);
      this.#perform(job);
    }
  }

  /** @param {Job} job */
  async #perform(job) {
    try {
      job.resolve(await job.run(job.controller.signal));
    } catch (error) {
      job.reject(error);
    }
    if (this.#running.get(job.key) === job) this.#running.delete(job.key);
    this.#advance();
  }
}
