// @ts-check
import { fetchPreview } from './frames.js';

/** @typedef {import('../data/image.js').Image} Image */
/** @typedef {import('../data/pixels.js').Pixels} Pixels */
/** @typedef {import('./frames.js').Place} Place */

/** Previews kept; they are small, and asked for again soon or never. */
const space = 24;

/** Previews already asked for, so that one begun while the page was loading is not begun again. */
export class Previews {
  /** @type {Map<string, Promise<Pixels>>} */
  #asked = new Map();

  /** @param {Place} place @param {Image} image */
  load(place, image) {
    const known = this.#asked.get(image.key);
    if (known) return known;
    const answer = fetchPreview(place, image);
    this.#asked.set(image.key, answer);
    answer.catch(() => this.#asked.delete(image.key));
    for (const oldest of this.#asked.keys()) {
      if (this.#asked.size <= space) break;
      this.#asked.delete(oldest);
    }
    return answer;
  }
}
