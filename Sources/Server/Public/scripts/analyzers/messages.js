// @ts-check
import { message, messages, rawAddress } from './api.js';
import { button, element, heading, rowOf, size, time } from './elements.js';
import { read } from './reading.js';
import { words } from '../i18n/words.js';

const states = ['', 'done', 'dead', 'incomplete'];

/** Every raw message, searched; choosing one shows what it says beside what came. */
export class MessagesTab {
  /** @type {any[]} */ #messages = [];

  #query = { text: '', state: '' };

  /** @type {number | undefined} */ #chosen;

  #asked = 0;

  /** @param {HTMLElement} panel @param {(text: string) => void} tell */
  constructor(panel, tell) {
    this.panel = panel;
    this.tell = tell;
    this.table = /** @type {HTMLTableElement} */ (panel.querySelector('table'));
    this.side = /** @type {HTMLElement} */ (panel.querySelector('.side'));
    this.search = /** @type {HTMLInputElement} */ (panel.querySelector('input[type=search]'));
    this.chips = /** @type {HTMLElement} */ (panel.querySelector('.chips'));
    panel.querySelector('form')?.addEventListener('submit', (event) => event.preventDefault());
    this.search.addEventListener('input', () => {
      this.#query.text = this.search.value.trim();
      this.load();
    });
  }

  async load() {
    this.#asked += 1;
    const asked = this.#asked;
    const found = await messages(this.#query);
    if (asked !== this.#asked) return;
    this.#messages = found;
    this.draw();
  }

  draw() {
    heading(this.table, [['date', 'messages.time'], ['link', 'messages.link'], ['kind', 'messages.kind'], ['id', 'messages.sample'], ['number', 'messages.size'], ['note', 'messages.note']]);
    this.chips.replaceChildren(...states.map((state) => {
      const chip = button(words(`messages.${state || 'all'}`), () => {
        this.#query.state = state;
        this.load();
      }, 'chip');
      chip.setAttribute('aria-pressed', String(state === this.#query.state));
      return chip;
    }));
    this.table.tBodies[0].replaceChildren(...this.#messages.map((entry) => {
      const note = entry.fault ?? (entry.copies > 1 ? words('messages.copies', { count: entry.copies }) : '');
      const kind = entry.state === 'done' ? words(`kind.${entry.kind}`) : words(`messages.${entry.state}`);
      const row = rowOf([
        ['date', time(entry.receivedAt)], ['link', entry.link], [`kind ${entry.state}`, kind], ['id', entry.sample || '–'], ['number', size(entry.size)], ['note', note],
      ], () => this.#choose(entry.id), entry.id === this.#chosen);
      row.dataset.message = String(entry.id);
      return row;
    }));
    /** @type {HTMLElement} */ (this.panel.querySelector('.empty')).hidden = this.#messages.length > 0;
    if (this.#chosen !== undefined) this.#choose(this.#chosen);
  }

  /** @param {number} id */
  async #choose(id) {
    this.#chosen = id;
    for (const row of this.table.tBodies[0].rows) row.setAttribute('aria-selected', String(row.dataset.message === String(id)));
    try {
      const whole = await message(id);
      if (this.#chosen !== id) return;
      const download = /** @type {HTMLAnchorElement} */ (element('a', 'button', words('messages.download')));
      download.href = rawAddress(id);
      this.side.replaceChildren(
        element('h2', '', words('messages.read')), ...read(whole.messages, whole.faults, id),
        element('header', 'half', element('h2', '', words('messages.raw')), download), element('pre', 'raw', whole.text));
      this.side.hidden = false;
      this.side.scrollTop = 0;
    } catch (error) {
      this.tell(words('analyzers.failed', { message: /** @type {Error} */ (error).message }));
    }
  }
}
