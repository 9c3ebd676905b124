// @ts-check
/** Objects without a picture of their own: reports and key images as text, presentation states to be applied. */
import { presentationStateFrom } from '../data/objects/statereader.js';
import { Tag } from '../data/tags.js';
import { displayDate, displayName, displayNumber } from '../data/text.js';
import { StateLayer } from '../overlays/statelayer.js';
import { restingCamera } from '../viewport/camera.js';
import { words } from '../../scripts/i18n/words.js';

/** @typedef {import('./screen.js').Screen} Screen */
/** @typedef {import('./cell.js').Cell} Cell */
/** @typedef {import('../data/dataset.js').Dataset} Dataset */
/** @typedef {import('../data/objects/statereader.js').PresentationState} PresentationState */

/** Levels of a report that are shown; deeper ones are taken for a mistake. */
const deepest = 12;

export class Documents {
  /** @type {WeakMap<Cell, StateLayer>} */ #layers = new WeakMap();

  /** @param {Screen} screen @param {import('./stacks.js').Stacks} stacks */
  constructor(screen, stacks) {
    this.screen = screen;
    this.stacks = stacks;
    screen.fitCells((cell) => this.#fit(cell));
  }

  /** @param {Cell} cell */
  #fit(cell) {
    this.#layers.set(cell, new StateLayer(cell.viewport));
    const page = document.createElement('article');
    page.className = 'report';
    page.hidden = true;
    cell.element.append(page);
    let written = /** @type {object | null} */ (null);
    cell.viewport.addEventListener('changed', () => {
      const { quality, stack, series } = cell.viewport;
      const isDocument = quality === 'unpictured' && ['report', 'keyObjects', 'presentation'].includes(series?.kind ?? '');
      page.hidden = !isDocument;
      if (!isDocument || written === stack) return;
      written = stack;
      page.replaceChildren(...(stack?.instances ?? []).flatMap((instance) => (
        series?.kind === 'presentation' ? this.#state(cell, instance) : this.#report(cell, instance)
      )));
    });
  }

  /** @param {Cell} cell @param {Dataset} instance */
  #state(cell, instance) {
    const state = presentationStateFrom(instance);
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.state = instance.text(Tag.SOPInstanceUID);
    button.textContent = words('state.apply', { label: state.label, date: displayDate(state.created), count: state.images.length });
    button.addEventListener('click', () => this.apply(cell, state));
    return [button];
  }

  /**
   * Opens the series that a state speaks of, as it says.
   * @param {Cell} cell @param {PresentationState} state
   */
  async apply(cell, state) {
    const found = await this.#find(state.images[0]);
    if (!found) return;
    const { images } = await this.stacks.of(found.series);
    const drawn = images.findIndex((one) => state.drawnOn(one).graphics.length > 0);
    const index = drawn >= 0 ? drawn : found.index;
    await cell.open(found.series, index);
    const { viewport } = cell;
    const image = viewport.images[index];
    const voi = state.voiOf(image);
    if (voi) viewport.setVOI(voi);
    // The shape speaks of the pixels; the viewport of what differs from how the image itself is shown.
    if (state.inverted !== null) viewport.setLook({ inverted: state.inverted !== image.lowIsBright });
    viewport.setCamera({ ...restingCamera, ...state.turn });
    const layer = this.#layers.get(cell);
    if (layer) layer.state = state;
    viewport.redraw();
  }

  /** @param {string} instance  SOP Instance UID */
  async #find(instance) {
    for (const series of [...this.screen.list, ...this.screen.priors].filter(({ hasPicture }) => hasPicture)) {
      const stack = await this.stacks.of(series).catch(() => null);
      const index = stack?.images.findIndex((image) => image.instance === instance) ?? -1;
      if (index >= 0) return { series, index };
    }
    return null;
  }

  /** @param {Cell} cell @param {Dataset} instance */
  #report(cell, instance) {
    const title = document.createElement('h2');
    title.textContent = meaningOf(instance.items(Tag.ConceptNameCodeSequence)[0]) || words('report.untitled');
    const about = document.createElement('p');
    about.className = 'about';
    about.textContent = [displayName(instance.personName(Tag.PatientName)), displayDate(instance.text(Tag.ContentDate)), instance.text(Tag.InstitutionName)].filter(Boolean).join('  ');
    return [title, about, this.#items(cell, instance, 0)];
  }

  /** @param {Cell} cell @param {Dataset} parent @param {number} depth @returns {HTMLElement} */
  #items(cell, parent, depth) {
    const list = document.createElement('ul');
    if (depth > deepest) return list;
    for (const item of parent.items(Tag.ContentSequence)) {
      const row = document.createElement('li');
      const name = meaningOf(item.items(Tag.ConceptNameCodeSequence)[0]);
      const type = item.text(Tag.ValueType);
      const value = this.#value(cell, item, type);
      if (name) row.append(Object.assign(document.createElement(type === 'CONTAINER' ? 'h3' : 'span'), { className: 'name', textContent: name }));
      if (value) row.append(value);
      if (item.items(Tag.ContentSequence).length) row.append(this.#items(cell, item, depth + 1));
      list.append(row);
    }
    return list;
  }

  /** @param {Cell} cell @param {Dataset} item @param {string} type @returns {Node | null} */
  #value(cell, item, type) {
    if (type === 'IMAGE') return this.#link(cell, item.items(Tag.ReferencedSOPSequence)[0]);
    const text = textOf(item, type);
    return text ? Object.assign(document.createElement('span'), { className: 'value', textContent: text }) : null;
  }

  /** @param {Cell} cell @param {Dataset | undefined} reference */
  #link(cell, reference) {
    const instance = reference?.text(Tag.ReferencedSOPInstanceUID) ?? '';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link';
    button.dataset.instance = instance;
    button.textContent = words('report.image');
    button.addEventListener('click', async () => {
      const found = await this.#find(instance);
      if (!found) return;
      const [target] = this.screen.cells.filter((other) => other !== cell);
      (target ?? cell).open(found.series, found.index + (reference?.number(Tag.ReferencedFrameNumber) ?? 1) - 1);
    });
    return button;
  }
}

/** @param {Dataset | undefined} code */
const meaningOf = (code) => code?.text(Tag.CodeMeaning) ?? '';

/** @param {Dataset} item @param {string} type */
function textOf(item, type) {
  switch (type) {
    case 'TEXT': return item.text(Tag.TextValue);
    case 'CODE': return meaningOf(item.items(Tag.ConceptCodeSequence)[0]);
    case 'PNAME': return displayName(item.personName(Tag.PersonNameValue));
    case 'DATE': return displayDate(item.text(Tag.DateValue));
    case 'DATETIME': return item.text(Tag.DateTimeValue);
    case 'TIME': return item.text(Tag.TimeValue);
    case 'UIDREF': return item.text(Tag.UIDValue);
    case 'NUM': {
      const [measured] = item.items(Tag.MeasuredValueSequence);
      const number = measured?.number(Tag.NumericValue);
      const unit = measured?.items(Tag.MeasurementUnitsCodeSequence)[0]?.text(Tag.CodeValue) ?? '';
      return number === undefined ? '' : `${displayNumber(number, 3)} ${['1', '{pixels}'].includes(unit) ? '' : unit.replace("[hnsf'U]", 'HU')}`.trim();
    }
    default: return '';
  }
}
