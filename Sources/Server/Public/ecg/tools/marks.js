// @ts-check
/** What tools leave on a sheet. A mark is kept in the recording's own terms, so that it stays where it is whatever the scale. */

/** @typedef {{time: number, volt: number}} Spot seconds of the recording, millivolts from the rest line */
/** @typedef {{kind: 'caliper', lead: string, isOnStrip: boolean, from: Spot, to: Spot}} Caliper isOnStrip: on the rhythm strip, where the lead stands in a column as well */
/** @typedef {{kind: 'march', lead: string, from: number, step: number}} March */
/** @typedef {{kind: 'ruler', isUpright: boolean, first: number, second: number}} Ruler two lines over the sheet, millimetres */
/** @typedef {Caliper | March | Ruler} Mark */

/** All marks of one sheet. Sends 'changed'. */
export class Marks extends EventTarget {
  /** @type {Mark[]} */ all = [];
  /** @type {Mark | null} */ chosen = null;

  /** @param {Mark} mark */
  add(mark) {
    this.all.push(mark);
    this.choose(mark);
  }

  /** @param {Mark | null} mark */
  choose(mark) {
    this.chosen = mark;
    this.changed();
  }

  removeChosen() {
    this.all = this.all.filter((mark) => mark !== this.chosen);
    this.choose(null);
  }

  clear() {
    this.all = [];
    this.choose(null);
  }

  changed() { this.dispatchEvent(new Event('changed')); }
}
