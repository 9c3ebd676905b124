// @ts-check
import { store } from './storing.js';

/** @typedef {import('./storing.js').Outcome} Outcome */
/** @typedef {{file: File, sent: number, state: 'waiting' | 'sending' | 'stopped' | Outcome['state'], outcome: Outcome | null}} Item */

/** Files on their way at once: enough to keep the line busy, few enough to leave connections for looking. */
const lanes = 3;

/** Files that are being stored. Sends 'changed' as they go and 'finished' when none is left. */
export class Upload extends EventTarget {
  /** @type {Item[]} */ items = [];
  #controller = new AbortController();
  #busy = 0;

  /** @param {File[]} files */
  add(files) {
    if (this.isFinished) {
      this.items = [];
      this.#controller = new AbortController();
    }
    this.items.push(...files.map((file) => ({ file, sent: 0, state: /** @type {const} */ ('waiting'), outcome: null })));
    this.#changed();
    while (this.#busy < lanes && this.items.some(({ state }) => state === 'waiting')) this.#run();
  }

  stop() {
    for (const item of this.items) if (item.state === 'waiting') item.state = 'stopped';
    this.#controller.abort();
  }

  get isFinished() { return this.items.every(({ state }) => state !== 'waiting' && state !== 'sending'); }

  get total() { return this.items.reduce((sum, { file }) => sum + file.size, 0); }

  get sent() { return this.items.reduce((sum, { file, state, sent }) => sum + (state === 'sending' ? sent : state === 'waiting' ? 0 : file.size), 0); }

  /** @param {Item['state']} state */
  count(state) { return this.items.filter((item) => item.state === state).length; }

  /** One lane: takes the next file until none waits. */
  async #run() {
    this.#busy += 1;
    for (let item = this.#next(); item; item = this.#next()) {
      item.state = 'sending';
      const current = item;
      try {
        item.outcome = await store(item.file, (bytes) => {
          current.sent = bytes;
          this.#changed();
        }, this.#controller.signal);
        item.state = item.outcome.state;
      } catch {
        item.state = 'stopped';
      }
      this.#changed();
    }
    this.#busy -= 1;
    if (this.#busy === 0) this.dispatchEvent(new Event('finished'));
  }

  #next() { return this.items.find(({ state }) => state === 'waiting'); }

  #changed() { this.dispatchEvent(new Event('changed')); }
}
