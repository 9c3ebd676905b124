// @ts-check
import { ByteCache } from '../data/cache.js';
import { fetchFrame } from './frames.js';
import { background, RequestQueue } from './queue.js';

/** @typedef {import('../data/image.js').Image} Image */
/** @typedef {import('../data/pixels.js').Pixels} Pixels */
/** @typedef {import('./frames.js').Place} Place */

/** Frames around the shown one that are fetched ahead, at most. */
const reach = 400;

/**
 * The frames of a page: what is loaded, what is being loaded, and what each open stack wants next.
 * Sends 'loaded' with the key of a frame that came in, and 'evicted' when one had to go.
 */
export class FrameStore extends EventTarget {
  #queue = new RequestQueue();
  /** @type {ByteCache<Pixels>} */
  #cache;
  /**
   * Keys that each owner (a viewport) wants.
   * @type {Map<object, Set<string>>}
   */
  #wanted = new Map();
  /**
   * Keys that failed; they are asked for again only when someone looks at them.
   * @type {Set<string>}
   */
  #failed = new Set();

  /** @param {number} limit  bytes */
  constructor(limit) {
    super();
    this.#cache = new ByteCache(limit, (key, pixels) => {
      if (pixels.kind === 'picture') pixels.bitmap.close();
      this.#announce('evicted', key);
    });
  }

  /** @param {Image} image */
  cached(image) { return this.#cache.get(image.key); }

  /** @param {Image} image */
  has(image) { return this.#cache.has(image.key); }

  /**
   * Loads the frame that someone is waiting for.
   * @param {Place} place @param {Image} image @returns {Promise<Pixels>}
   */
  async load(place, image) { return this.#cache.get(image.key) ?? this.#request(place, image, 0); }

  /**
   * Loads what lies around `index`, nearest first, and calls off what the owner wanted before and no longer wants.
   * @param {object} owner @param {Place} place @param {Image[]} images @param {number} index
   */
  anticipate(owner, place, images, index) {
    const share = this.#cache.limit / Math.max(1, this.#wanted.size + Number(!this.#wanted.has(owner)));
    const affordable = Math.floor((share * 0.9) / Math.max(1, images[index].weight));
    const wanted = new Set();
    for (const neighbour of nearestFirst(images.length, index, Math.min(reach, affordable))) wanted.add(neighbour);
    this.#wanted.set(owner, new Set([...wanted].map((position) => images[position].key)));
    this.#callOffUnwanted();
    for (const position of wanted) {
      const image = images[position];
      const distance = Math.abs(position - index);
      if (this.#cache.has(image.key) || (distance > 0 && this.#failed.has(image.key))) continue;
      this.#request(place, image, distance ? background + distance : 0).catch((error) => {
        if (error.name !== 'AbortError') this.#failed.add(image.key);
      });
    }
  }

  /** @param {object} owner */
  forget(owner) {
    this.#wanted.delete(owner);
    this.#callOffUnwanted();
  }

  #callOffUnwanted() {
    this.#queue.retain((key) => [...this.#wanted.values()].some((keys) => keys.has(key)));
  }

  /** @param {Place} place @param {Image} image @param {number} priority @returns {Promise<Pixels>} */
  #request(place, image, priority) {
    return this.#queue.add(image.key, priority, async (signal) => {
      const pixels = await fetchFrame(place, image, signal);
      this.#cache.set(image.key, pixels, image.weight);
      this.#failed.delete(image.key);
      this.#announce('loaded', image.key);
      return pixels;
    });
  }

  /** @param {string} name @param {string} key */
  #announce(name, key) { this.dispatchEvent(new CustomEvent(name, { detail: key })); }
}

/** @param {number} count @param {number} index @param {number} limit @returns {Generator<number>} */
function* nearestFirst(count, index, limit) {
  let left = limit;
  yield index;
  for (let distance = 1; distance < count && left > 1; distance += 1) {
    if (index + distance < count) { yield index + distance; left -= 1; }
    if (index - distance >= 0) { yield index - distance; left -= 1; }
  }
}
