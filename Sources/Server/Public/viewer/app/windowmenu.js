// @ts-check
import { windowChoices } from './commands.js';
import { displayNumber } from '../data/text.js';
import { words } from '../../scripts/i18n/words.js';

/** @typedef {import('./screen.js').Screen} Screen */

/** The list of windows for the active picture, beside its button. */
export class WindowMenu {
  /** @param {HTMLElement} button @param {HTMLElement} element @param {Screen} screen */
  constructor(button, element, screen) {
    this.button = button;
    this.element = element;
    this.screen = screen;
    button.addEventListener('click', () => (element.hidden ? this.#open() : this.#close()));
    document.addEventListener('pointerdown', ({ target }) => {
      if (target instanceof Node && !element.contains(target) && !button.contains(target)) this.#close();
    });
    document.addEventListener('keydown', ({ key }) => { if (key === 'Escape') this.#close(); });
  }

  #open() {
    const { element } = this;
    element.replaceChildren(...this.#rows());
    element.hidden = false;
    const { left, top, bottom } = this.button.getBoundingClientRect();
    const isAbove = bottom + element.offsetHeight > innerHeight;
    element.style.left = `${Math.max(8, Math.min(left, innerWidth - element.offsetWidth - 8))}px`;
    element.style.top = `${isAbove ? top - element.offsetHeight - 4 : bottom + 4}px`;
    this.button.setAttribute('aria-expanded', 'true');
  }

  #close() {
    this.element.hidden = true;
    this.button.setAttribute('aria-expanded', 'false');
  }

  #rows() {
    const choices = windowChoices(this.screen);
    if (choices.length > 0) return choices.map((choice) => this.#row(choice));
    const none = document.createElement('p');
    none.textContent = words('window.none');
    return [none];
  }

  /** @param {import('./commands.js').WindowChoice} choice */
  #row({ id, key, label, voi, choose }) {
    const row = document.createElement('button');
    row.type = 'button';
    const numbers = voi?.kind === 'window' ? `${displayNumber(voi.width)} / ${displayNumber(voi.center)}` : '';
    for (const [className, text] of [['name', label || words(`window.${id}`)], ['numbers', numbers], ['key', key]]) {
      const part = document.createElement('span');
      part.className = className;
      part.textContent = text;
      row.append(part);
    }
    row.addEventListener('click', () => {
      choose();
      this.#close();
    });
    return row;
  }
}
