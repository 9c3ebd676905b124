// @ts-check
/** What the layout drawer shows: divisions to 4 × 4, hanging protocols, and earlier examinations. */
import { allGrids } from './hanging.js';
import { flawOf } from '../layouts/protocols.js';
import { mostPerSide } from '../layouts/grids.js';
import { displayDate } from '../data/text.js';
import { language, words } from '../../scripts/i18n/words.js';

/** @typedef {import('./hanging.js').Hanging} Hanging */
/** @typedef {import('../layouts/protocols.js').Protocol} Protocol */

/** @param {Protocol} protocol */
const nameOf = (protocol) => (language() === 'en' ? protocol.en || protocol.zh : protocol.zh || protocol.en);

/** @param {string} tag @param {Record<string, any>} properties @param {...(Node | string)} children */
function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

export class LayoutPanel {
  /** @param {Hanging} hanging @param {{close: () => void, renew: () => void}} drawer */
  constructor(hanging, drawer) {
    this.hanging = hanging;
    this.drawer = drawer;
    /** The protocol that is being edited, as text. */ this.edited = '';
    this.said = '';
  }

  /** A square of 4 × 4: the corner pressed says how many rows and columns. */
  matrix() {
    const { screen } = this.hanging;
    const box = element('div', { className: 'matrix' });
    for (const grid of allGrids()) {
      const field = element('button', { type: 'button', className: 'plain', title: `${grid.rows} × ${grid.columns}` });
      field.setAttribute('aria-label', `${grid.rows} × ${grid.columns}`);
      field.dataset.matrix = grid.id;
      field.classList.toggle('taken', grid.rows <= screen.grid.rows && grid.columns <= screen.grid.columns);
      field.addEventListener('pointerenter', () => this.#preview(box, grid));
      field.addEventListener('click', () => {
        this.drawer.close();
        screen.setGrid(grid);
      });
      box.append(field);
    }
    box.style.setProperty('--side', String(mostPerSide));
    return box;
  }

  /** @param {HTMLElement} box @param {import('../layouts/grids.js').Grid} grid */
  #preview(box, grid) {
    allGrids().forEach(({ rows, columns }, index) => box.children[index].classList.toggle('taken', rows <= grid.rows && columns <= grid.columns));
  }

  /** Those that fit, each a press away; a reader's own can be changed and removed. */
  protocols() {
    const rows = this.hanging.fitting.map((protocol) => {
      const hang = element('button', { type: 'button', className: 'plain hang' }, nameOf(protocol));
      hang.dataset.protocol = protocol.id;
      hang.setAttribute('aria-pressed', String(this.hanging.current === protocol.id));
      hang.addEventListener('click', () => {
        this.drawer.close();
        this.hanging.hang(protocol);
      });
      const change = element('button', { type: 'button', className: 'plain small' }, words('hanging.edit'));
      change.addEventListener('click', () => this.#edit(protocol));
      return element('div', { className: 'protocol' }, hang, change);
    });
    return [...rows, this.edited ? this.#editor() : this.#saver()];
  }

  /** Keeps what is on the screen under a name. */
  #saver() {
    const name = element('input', { type: 'text', placeholder: words('hanging.name'), maxLength: 60 });
    const save = element('button', { type: 'submit', className: 'plain small' }, words('hanging.save'));
    const form = element('form', { className: 'saver' }, name, save);
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const text = /** @type {HTMLInputElement} */ (name).value.trim();
      if (!text) return name.focus();
      await this.hanging.keep([...this.hanging.own.filter(({ zh }) => zh !== text), this.hanging.describe(text)]).catch(() => undefined);
      return this.drawer.renew();
    });
    return form;
  }

  /** @param {Protocol} protocol */
  #edit(protocol) {
    this.edited = JSON.stringify(protocol, null, 2);
    this.drawer.renew();
  }

  /** A protocol is data, and edited as such. One that came with the house is kept as one's own when it is changed. */
  #editor() {
    const area = /** @type {HTMLTextAreaElement} */ (element('textarea', { value: this.edited, rows: 14, spellcheck: false }));
    area.setAttribute('aria-label', words('hanging.edit'));
    const said = element('p', { className: 'said', textContent: this.said });
    const act = (/** @type {string} */ key, /** @type {() => void} */ run) => {
      const button = element('button', { type: 'button', className: 'plain small' }, words(key));
      button.dataset.editor = key;
      button.addEventListener('click', run);
      return button;
    };
    const finish = async (/** @type {Protocol[]} */ own) => {
      await this.hanging.keep(own).catch(() => undefined);
      this.edited = '';
      this.drawer.renew();
    };
    const keep = act('hanging.keep', () => {
      const [protocol, flaw] = readProtocol(area.value);
      if (!protocol) {
        said.textContent = words('hanging.flaw', { part: flaw });
        return undefined;
      }
      return finish([protocol, ...this.hanging.own.filter(({ id }) => id !== protocol.id)]);
    });
    const { id } = JSON.parse(this.edited);
    const isOwn = this.hanging.own.some((protocol) => protocol.id === id);
    const remove = act('hanging.remove', () => finish(this.hanging.own.filter((protocol) => protocol.id !== id)));
    const leave = act('hanging.leave', () => {
      this.edited = '';
      this.drawer.renew();
    });
    return element('div', { className: 'editor' }, area, said, element('div', { className: 'acts' }, keep, ...(isOwn ? [remove] : []), leave));
  }

  /** Earlier examinations: a press brings their series into the strip. */
  priors() {
    const { hanging } = this;
    if (!hanging.priors.length) return [element('p', { textContent: words('prior.none') })];
    return hanging.priors.map((prior) => {
      const row = element('button', { type: 'button', className: 'plain hang' }, [displayDate(prior.date), prior.modalities.join(' '), prior.description].join('  '));
      row.dataset.prior = prior.uid;
      row.addEventListener('click', () => {
        this.drawer.close();
        hanging.showPrior(prior).catch(() => undefined);
      });
      return row;
    });
  }
}

/** @param {string} text @returns {[Protocol | null, string]} */
function readProtocol(text) {
  try {
    const protocol = JSON.parse(text);
    const flaw = flawOf(protocol);
    return flaw ? [null, flaw] : [protocol, ''];
  } catch (error) {
    return [null, 'JSON'];
  }
}
