// @ts-check
import { cornerTexts } from './cornertext.js';
import { notice } from './notice.js';
import { orientationMarks } from './orientationmarks.js';
import { scaleBar } from './scalebar.js';
import { signs } from './signs.js';

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */
/** @typedef {import('./cornertext.js').Words} Words */

const corners = /** @type {const} */ (['topLeft', 'topRight', 'bottomLeft', 'bottomRight']);
const sides = /** @type {const} */ (['left', 'right', 'top', 'bottom']);

/** Everything written over a picture, brought up to date whenever its viewport changes. */
export class Overlay {
  /** @type {Record<string, HTMLElement>} */
  #parts = {};
  /**
   * What each part says now; writing the same again would cost a layout.
   * @type {Map<HTMLElement, string>}
   */
  #written = new Map();

  /** @param {Viewport} viewport @param {Words} words @param {Record<'retry' | 'openDocument', () => void>} acts  what a notice offers */
  constructor(viewport, words, acts) {
    this.viewport = viewport;
    this.words = words;
    this.acts = acts;
    this.layer = this.#part('overlay', viewport.element);
    for (const corner of corners) this.#parts[corner] = this.#part(`corner ${corner}`);
    for (const side of sides) this.#parts[side] = this.#part(`mark ${side}`);
    this.#parts.signs = this.#part('signs');
    this.#parts.bar = this.#part('scalebar');
    this.#parts.notice = this.#part('notice', viewport.element);
    this.#parts.notice.setAttribute('role', 'status');
    this.slider = this.#slider();
    viewport.addEventListener('changed', () => this.update());
    viewport.addEventListener('scrolled', () => this.#updateSlider());
    this.update();
  }

  update() {
    const { viewport, words } = this;
    const texts = cornerTexts(viewport, words);
    for (const corner of corners) this.#write(this.#parts[corner], texts[corner].join('\n'));
    const marks = orientationMarks(viewport);
    for (const side of sides) this.#write(this.#parts[side], marks[side]);
    this.#updateSigns();
    this.#updateBar();
    this.#updateNotice();
    this.#updateSlider();
    viewport.element.dataset.quality = viewport.quality;
    viewport.element.dataset.image = String(viewport.shown ? viewport.images.indexOf(viewport.shown) + 1 : 0);
  }

  #updateSigns() {
    const list = signs(this.viewport);
    const { signs: part } = this.#parts;
    if (!this.#isNew(part, JSON.stringify(list) + this.words('language'))) return;
    part.replaceChildren(...list.map(({ id, values, isWarning }) => {
      const sign = document.createElement('span');
      sign.className = isWarning ? 'sign warning' : 'sign';
      sign.dataset.sign = id;
      sign.textContent = this.words(`sign.${id}`, values);
      sign.title = this.words(`sign.${id}.meaning`, values);
      return sign;
    }));
  }

  #updateBar() {
    const bar = scaleBar(this.viewport);
    const { bar: part } = this.#parts;
    part.hidden = !bar;
    if (!bar) return;
    part.style.height = `${bar.pixels}px`;
    this.#write(part, bar.atDetector ? this.words('scale.detector', { length: bar.text }) : bar.text);
  }

  #updateNotice() {
    const said = notice(this.viewport);
    const { notice: part } = this.#parts;
    part.hidden = !said;
    if (!this.#isNew(part, JSON.stringify(said) + this.words('language')) || !said) return;
    part.dataset.notice = said.key;
    const text = document.createElement('p');
    text.textContent = this.words(said.key, said.values);
    part.replaceChildren(text);
    const { act } = said;
    if (!act) return;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = this.words(`notice.${act}`);
    button.addEventListener('click', () => this.acts[act]());
    part.append(button);
  }

  #updateSlider() {
    const { index, images } = this.viewport;
    this.slider.hidden = images.length < 2;
    this.slider.max = String(Math.max(0, images.length - 1));
    this.slider.value = String(index);
    this.slider.setAttribute('aria-valuetext', `${index + 1} / ${images.length}`);
  }

  #slider() {
    const slider = document.createElement('input');
    slider.type = 'range';
    slider.className = 'slider';
    slider.min = '0';
    slider.setAttribute('aria-label', this.words('image.slider'));
    slider.addEventListener('input', () => this.viewport.show(Number(slider.value)));
    this.viewport.element.append(slider);
    return slider;
  }

  /** @param {string} className @param {HTMLElement} [parent] */
  #part(className, parent = this.layer) {
    const part = document.createElement('div');
    part.className = className;
    parent.append(part);
    return part;
  }

  /** @param {HTMLElement} part @param {string} text */
  #write(part, text) {
    if (this.#isNew(part, text)) part.textContent = text;
  }

  /** @param {HTMLElement} part @param {string} content */
  #isNew(part, content) {
    if (this.#written.get(part) === content) return false;
    this.#written.set(part, content);
    return true;
  }
}
