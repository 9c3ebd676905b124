// @ts-check

/** @typedef {import('./viewport.js').Viewport} Viewport */

/** Plays the frames of a viewport round and round. A frame that is not loaded yet holds the film up instead of being skipped. */
export class Cine {
  isPlaying = false;
  framesPerSecond = 15;
  #due = 0;
  #request = 0;

  /** @param {Viewport} viewport */
  constructor(viewport) { this.viewport = viewport; }

  play() {
    this.isPlaying = true;
    this.#due = performance.now();
    this.#request = requestAnimationFrame((now) => this.#tick(now));
  }

  stop() {
    this.isPlaying = false;
    cancelAnimationFrame(this.#request);
  }

  toggle() { return this.isPlaying ? this.stop() : this.play(); }

  /** @param {number} now */
  #tick(now) {
    if (!this.isPlaying) return;
    const { images, index, shown } = this.viewport;
    if (now >= this.#due && shown === images[index] && images.length > 1) {
      this.viewport.show((index + 1) % images.length);
      // After a hold-up time goes on from here; frames are not rushed through to catch up.
      this.#due = Math.max(this.#due + 1000 / this.framesPerSecond, now);
    }
    this.#request = requestAnimationFrame((next) => this.#tick(next));
  }
}
