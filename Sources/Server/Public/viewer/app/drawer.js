// @ts-check
import { keyText, labelled } from './toolbar.js';
import { icon } from '../../scripts/icon.js';
import { isKnown, words } from '../../scripts/i18n/words.js';

/** @typedef {import('./commands.js').Command} Command */
/** @typedef {Omit<Command, 'group'> & {icon?: string}} Entry  key may name modifiers: 'shift+a', 'ctrl+z' */
/** @typedef {{title?: string, entries?: Entry[], nodes?: HTMLElement[]}} Section  title is a key of the words */

/** A button of the bar with the tools that lie behind it. */
export class Drawer {
  static #open = /** @type {Drawer | null} */ (null);

  /**
   * @param {string} id @param {import('./screen.js').Screen} screen @param {() => Section[]} sections  asked for whenever it opens
   * @param {() => boolean} [isOn]  whether something of it is in use
   */
  constructor(id, screen, sections, isOn = () => false) {
    this.id = id;
    this.screen = screen;
    this.sections = sections;
    this.isOn = isOn;
    this.button = labelled(id, '');
    this.button.dataset.drawer = id;
    this.button.setAttribute('aria-haspopup', 'menu');
    this.button.setAttribute('aria-expanded', 'false');
    this.panel = document.createElement('div');
    this.panel.className = 'menu drawer';
    this.panel.dataset.panel = id;
    this.panel.hidden = true;
    document.body.append(this.panel);
    this.button.addEventListener('click', () => (this.panel.hidden ? this.open() : this.close()));
    screen.addEventListener('changed', () => this.update());
    this.update();
  }

  update() {
    this.button.setAttribute('aria-pressed', String(this.isOn()));
    if (this.panel.hidden) return;
    for (const [row, entry] of this.rows ?? []) {
      if (entry.isOn) row.setAttribute('aria-pressed', String(entry.isOn(this.screen)));
    }
  }

  open() {
    Drawer.#open?.close();
    Drawer.#open = this;
    /** @type {Map<HTMLElement, Entry>} */
    this.rows = new Map();
    this.panel.replaceChildren(...this.sections().map((section) => this.#section(section)));
    this.panel.hidden = false;
    this.button.setAttribute('aria-expanded', 'true');
    const { left, top, bottom } = this.button.getBoundingClientRect();
    const isAbove = bottom + this.panel.offsetHeight > innerHeight;
    this.panel.style.left = `${Math.max(8, Math.min(left, innerWidth - this.panel.offsetWidth - 8))}px`;
    this.panel.style.top = `${Math.max(8, isAbove ? top - this.panel.offsetHeight - 4 : bottom + 4)}px`;
    this.update();
  }

  close() {
    this.panel.hidden = true;
    this.button.setAttribute('aria-expanded', 'false');
    if (Drawer.#open === this) Drawer.#open = null;
  }

  /** Shows other contents where it is open. */
  renew() { if (!this.panel.hidden) this.open(); }

  /** A press outside closes what is open, and so does Escape. */
  static listen() {
    document.addEventListener('pointerdown', ({ target }) => {
      const open = Drawer.#open;
      if (open && target instanceof Node && !open.panel.contains(target) && !open.button.contains(target)) open.close();
    }, { capture: true });
    document.addEventListener('keydown', ({ key }) => { if (key === 'Escape') Drawer.#open?.close(); });
  }

  /** @param {Section} section */
  #section({ title, entries = [], nodes = [] }) {
    const box = document.createElement('section');
    if (title) box.append(Object.assign(document.createElement('h3'), { textContent: words(title) }));
    box.append(...entries.map((entry) => this.#row(entry)), ...nodes);
    return box;
  }

  /** @param {Entry} entry */
  #row(entry) {
    const row = document.createElement('button');
    row.type = 'button';
    row.dataset.command = entry.id;
    const name = document.createElement('span');
    name.className = 'name';
    name.textContent = words(`command.${entry.id}`);
    const key = document.createElement('kbd');
    key.textContent = keyText(entry.key);
    if (entry.key) row.setAttribute('aria-keyshortcuts', entry.key);
    if (isKnown(`command.${entry.id}.hint`)) row.title = words(`command.${entry.id}.hint`);
    row.append(icon(entry.icon ?? entry.id), name, key);
    row.addEventListener('click', () => {
      this.close();
      entry.run(this.screen);
      this.screen.announce();
    });
    this.rows?.set(row, entry);
    return row;
  }
}
