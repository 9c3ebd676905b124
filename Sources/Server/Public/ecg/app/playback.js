// @ts-check
/** 在线回放: the recording runs as it was measured; what has run out of the sheet brings the next stretch. */

export class Playback extends EventTarget {
  /** Seconds of the recording; null while nothing plays. @type {number | null} */ time = null;
  #last = 0;

  /** @param {import('../sheet/sheetview.js').SheetView} view */
  constructor(view) {
    super();
    this.view = view;
  }

  get isPlaying() { return this.time !== null; }

  toggle() {
    if (this.isPlaying) this.stop();
    else this.#begin();
  }

  stop() {
    this.time = null;
    this.dispatchEvent(new Event('changed'));
  }

  #begin() {
    this.time = this.view.start;
    this.#last = performance.now();
    this.dispatchEvent(new Event('changed'));
    requestAnimationFrame((now) => this.#step(now));
  }

  /** @param {number} now */
  #step(now) {
    if (this.time === null) return;
    this.time += Math.max(0, now - this.#last) / 1000;
    this.#last = now;
    if (this.time >= this.view.recorded) {
      this.stop();
      return;
    }
    if (this.time >= this.view.start + this.view.span) this.view.seek(this.time);
    this.dispatchEvent(new Event('moved'));
    requestAnimationFrame((next) => this.#step(next));
  }
}
