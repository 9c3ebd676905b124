// @ts-check
/** What of the reader's work goes into the archive as DICOM objects, and how those that are there are shown. */
import { findingsOf } from '../data/findings.js';
import { keyObjects } from '../data/objects/keyobjects.js';
import { measurementReport } from '../data/objects/measurementreport.js';
import { presentationState } from '../data/objects/presentationstate.js';
import { partTen } from '../data/part10.js';
import { store as storeObject } from '../loaders/storing.js';
import { findingLines } from '../overlays/measurewords.js';
import { words } from '../../scripts/i18n/words.js';

/** @typedef {import('./screen.js').Screen} Screen */
/** @typedef {import('./drawer.js').Entry} Entry */
/** @typedef {import('../data/image.js').Image} Image */

/** Images that one presentation state names, at most. */
const mostImages = 2000;

export class Keeping {
  /** @type {Map<string, Image>} */ keys = new Map();

  /**
   * @param {Screen} screen @param {import('./measuring.js').Measuring} measuring
   * @param {{say: (text: string) => void, stored: () => Promise<void>, pixelsOf: (image: Image) => any}} house
   *   say: a line for the reader; stored: something new is in the archive
   */
  constructor(screen, measuring, house) {
    this.screen = screen;
    this.measuring = measuring;
    this.house = house;
  }

  /** @returns {Entry[]} */
  get entries() {
    return [
      { id: 'savePresentation', key: 'shift+q', run: () => this.#keep('presentation') },
      { id: 'saveReport', key: 'shift+g', run: () => this.#keep('report') },
      { id: 'markKey', key: 'shift+b', run: () => this.#mark(), isOn: () => this.#isMarked },
      { id: 'saveKeys', key: 'shift+j', run: () => this.#keep('keys') },
    ];
  }

  get #image() { return this.screen.active?.viewport.shown ?? null; }

  get #isMarked() { return this.#image !== null && this.keys.has(this.#image.key); }

  #mark() {
    const image = this.#image;
    if (!image) return;
    if (!this.keys.delete(image.key)) this.keys.set(image.key, image);
    this.screen.active?.element.classList.toggle('key', this.#isMarked);
    this.house.say(words('keep.marked', { count: this.keys.size }));
  }

  /** @param {'presentation' | 'report' | 'keys'} kind */
  async #keep(kind) {
    const made = { presentation: () => this.#presentation(), report: () => this.#report(), keys: () => this.#selection() }[kind]();
    if (!made) return this.house.say(words(`keep.${kind}.none`));
    try {
      await storeObject(partTen(made));
      await this.house.stored();
      this.house.say(words(`keep.${kind}.done`));
    } catch (error) {
      this.house.say(words('keep.failed', { status: /** @type {{status?: number}} */ (error).status ?? '' }));
    }
    return undefined;
  }

  #presentation() {
    const viewport = this.screen.active?.viewport;
    if (!viewport?.shown || viewport.shown.route !== 'values') return null;
    const images = [...new Map(viewport.images.slice(0, mostImages).map((image) => [image.instance, image])).values()];
    return presentationState({
      images, voi: viewport.voi, inverted: viewport.inverted, turn: viewport.camera, author: this.measuring.author, label: words('keep.presentation.label'), now: new Date(),
      drawn: this.#measured().map(({ annotation, findings, calibration }) => ({ annotation, lines: findingLines(annotation.kind, { findings, calibration }, annotation.text, words) })),
    });
  }

  #report() {
    const measured = this.#measured();
    if (measured.length === 0) return null;
    return measurementReport({ measured, author: this.measuring.author, description: words('keep.report.label'), now: new Date() });
  }

  #selection() {
    const images = [...this.keys.values()];
    return images.length ? keyObjects({ images, text: '', description: words('keep.keys.label'), now: new Date() }) : null;
  }

  /** Everything drawn on series that are on the screen, with what it measures. */
  #measured() {
    const { annotations } = this.measuring;
    const shown = this.screen.cells.flatMap(({ viewport }) => viewport.images.map((image) => /** @type {const} */ ([`${image.instance}/${image.frame}`, { image, viewport }])));
    const byKey = new Map(shown);
    return annotations.all.flatMap((annotation) => {
      const found = byKey.get(`${annotation.image}/${annotation.frame}`);
      if (!found) return [];
      return [{ annotation, image: found.image, ...findingsOf(annotation, found.image, this.house.pixelsOf(found.image) ?? null, found.viewport.quantity) }];
    });
  }
}
