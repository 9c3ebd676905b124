// @ts-check
import { displayDate } from '../../viewer/data/text.js';
import { plainName } from '../studies/trash.js';
import { words } from '../i18n/words.js';

/** @typedef {import('./objects.js').Aside} Aside */
/** @typedef {import('./objects.js').Comparison} Comparison */

/** What the chosen object is about, and what it differs in from the one that is shown. */
export class ComparisonView {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
  }

  /** @param {string} name */
  #part(name) {
    return /** @type {HTMLElement} */ (this.element.querySelector(name));
  }

  hide() {
    this.element.hidden = true;
  }

  /** @param {Aside} object @param {Comparison} comparison */
  show(object, comparison) {
    this.element.hidden = false;
    this.#part('h2').textContent = plainName(comparison.patientName) || words('patient.unnamed');
    const { patientID, modality, studyDescription, studyDate } = comparison;
    this.#part('.facts').textContent = [patientID, displayDate(studyDate), modality, studyDescription].filter(Boolean).join(' · ');
    this.#part('.verdict').textContent = this.#verdict(object, comparison);
    this.#part('.differences').hidden = comparison.differences.length === 0;
    const body = /** @type {HTMLTableSectionElement} */ (this.#part('.differences tbody'));
    body.replaceChildren(...comparison.differences.map(({ tag, attribute, shown, aside }) => {
      const row = document.createElement('tr');
      row.title = tag;
      for (const text of [attribute, shown ?? '—', aside ?? '—']) row.insertCell().textContent = text;
      return row;
    }));
    this.#part('#release').hidden = object.reason !== 'quarantine';
  }

  /** @param {Aside} object @param {Comparison} comparison */
  #verdict(object, { isShown, hasOtherPixels, differences }) {
    if (!isShown) return words(object.reason === 'quarantine' ? 'aside.unknownSender' : 'aside.alone', { from: object.callingAE });
    const pixels = hasOtherPixels === undefined || hasOtherPixels === null ? 'aside.pixelsUnknown' : hasOtherPixels ? 'aside.pixelsDiffer' : 'aside.pixelsSame';
    return `${words('aside.differ', { count: differences.length })} ${words(pixels)}`;
  }
}
