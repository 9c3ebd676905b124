// @ts-check
import { commands } from './commands.js';
import { grids } from '../layouts/grids.js';
import { icon } from '../../scripts/icon.js';

/** @typedef {import('./screen.js').Screen} Screen */
/** @typedef {import('./commands.js').Command} Command */

/** The bar of buttons, grouped, with the key on each. What has no place on a phone goes behind 更多. */
export class Toolbar {
  /** @type {Map<string, HTMLButtonElement>} */
  #buttons = new Map();
  /** @type {HTMLButtonElement[]} */
  #gridButtons = [];

  /** @param {HTMLElement} element @param {Screen} screen */
  constructor(element, screen) {
    this.element = element;
    this.screen = screen;
    for (const group of ['navigate', 'look', 'arrange', 'screen']) this.#addGroup(group);
    this.#addGrids();
    this.#addMore();
    screen.addEventListener('changed', () => this.update());
    this.update();
  }

  update() {
    for (const command of commands) {
      const button = this.#buttons.get(command.id);
      if (command.isOn) button?.setAttribute('aria-pressed', String(command.isOn(this.screen)));
    }
    for (const button of this.#gridButtons) {
      button.setAttribute('aria-pressed', String(button.dataset.grid === this.screen.grid.id));
    }
  }

  /** @param {string} name */
  #addGroup(name) {
    const group = this.#group(`command.group.${name}`, name);
    for (const command of commands.filter((candidate) => candidate.group === name)) {
      const button = labelled(command.id, command.key);
      button.dataset.command = command.id;
      button.classList.toggle('primary', Boolean(command.isPrimary));
      button.addEventListener('click', () => {
        command.run(this.screen);
        this.update();
      });
      this.#buttons.set(command.id, button);
      group.append(button);
    }
  }

  #addGrids() {
    const group = this.#group('command.group.layout', 'layout');
    for (const grid of grids) {
      const button = document.createElement('button');
      button.type = 'button';
      button.dataset.grid = grid.id;
      button.setAttribute('data-words-title', `layout.${grid.id}`);
      button.setAttribute('data-words-aria-label', `layout.${grid.id}`);
      button.append(icon(`grid-${grid.id}`));
      button.addEventListener('click', () => this.screen.setGrid(grid));
      this.#gridButtons.push(button);
      group.append(button);
    }
  }

  #addMore() {
    const button = labelled('more', '');
    button.classList.add('more', 'primary');
    button.setAttribute('aria-expanded', 'false');
    const toggle = (/** @type {boolean} */ isOpen) => {
      this.element.classList.toggle('open', isOpen);
      button.setAttribute('aria-expanded', String(isOpen));
    };
    button.addEventListener('click', () => toggle(!this.element.classList.contains('open')));
    document.addEventListener('pointerdown', ({ target }) => {
      if (target instanceof Node && !this.element.contains(target)) toggle(false);
    });
    this.element.append(button);
  }

  /**
   * Puts further buttons beside those that are there.
   * @param {string} name @param {HTMLElement[]} buttons
   */
  furnish(name, buttons) { this.#group(`command.group.${name}`, name).append(...buttons); }

  /** @param {string} label @param {string} name */
  #group(label, name) {
    const group = document.createElement('div');
    group.className = `group ${name}`;
    group.setAttribute('role', 'group');
    group.setAttribute('data-words-aria-label', label);
    this.element.append(group);
    return group;
  }
}

/**
 * A key as it is printed: S, ⇧S, Ctrl+Z.
 * @param {string} key
 */
export const keyText = (key) => key.replace('ctrl+', 'Ctrl+').replace('shift+', '⇧').replace('Delete', 'Del').replace(/(^|\W)[a-z]$/, (letter) => letter.toUpperCase());

/** @param {string} id @param {string} key */
export function labelled(id, key) {
  const button = document.createElement('button');
  button.type = 'button';
  const label = document.createElement('span');
  label.className = 'label';
  label.dataset.words = `command.${id}`;
  button.append(icon(id), label);
  if (key) {
    const hint = document.createElement('kbd');
    hint.textContent = keyText(key);
    button.append(hint);
    button.setAttribute('aria-keyshortcuts', key);
  }
  button.setAttribute('data-words-title', `command.${id}.hint`);
  return button;
}
