// @ts-check
import { entries, follow, links, profiles, removeLink, saveLink, statuses } from './api.js';
import { button, element, heading, rowOf, time } from './elements.js';
import { LinkForm } from './linkform.js';
import { confirmed } from '../studies/confirming.js';
import { words } from '../i18n/words.js';

/** The links with their live state; choosing one shows its settings and its log. */
export class LinksTab {
  /** @type {any[]} */ #links = [];

  /** @type {Map<string, any>} */ #status = new Map();

  /** @type {any[]} */ #profiles = [];

  /** @type {string | undefined} */ #chosen;

  /** @param {HTMLElement} panel @param {HTMLDialogElement} dialog @param {(text: string) => void} tell @param {() => boolean} mayManage */
  constructor(panel, dialog, tell, mayManage) {
    this.panel = panel;
    this.dialog = dialog;
    this.tell = tell;
    this.mayManage = mayManage;
    this.table = /** @type {HTMLTableElement} */ (panel.querySelector('table'));
    this.side = /** @type {HTMLElement} */ (panel.querySelector('.side'));
    follow((status) => {
      this.#status.set(status.id, status);
      this.#drawRows();
    });
  }

  async load() {
    const [all, known, states] = await Promise.all([links(), profiles(), statuses()]);
    this.#links = all;
    this.#profiles = known;
    for (const status of states) this.#status.set(status.id, status);
    this.draw();
  }

  draw() {
    heading(this.table, [['name', 'links.name'], ['state', 'links.state'], ['way', 'links.way'], ['date', 'links.last'], ['number', 'links.count'], ['note', 'links.problem']]);
    this.#drawRows();
    const add = this.panel.querySelector('.add');
    if (add) add.remove();
    if (this.mayManage()) this.table.before(element('div', 'add', button(words('links.add'), () => this.#edit(undefined), 'main')));
    if (this.#chosen !== undefined) this.#choose(this.#chosen);
  }

  #drawRows() {
    const rows = this.#links.map((link) => {
      const status = this.#status.get(link.id) ?? { state: link.isEnabled ? 'waiting' : 'off', messages: 0, lastFault: '' };
      const state = element('span', `light ${status.state}`, words(`state.${status.state}`));
      const last = status.lastMessageAt ? `${time(status.lastMessageAt)}  ${status.lastSample}` : '';
      const row = rowOf([
        ['name', link.name || link.id], ['state', state], ['way', words(`way.${link.transport.kind}`, link.transport)], ['date', last],
        ['number', words('links.messages', { count: status.messages })], ['note', status.lastFault],
      ], () => this.#choose(link.id), link.id === this.#chosen);
      row.dataset.link = link.id;
      return row;
    });
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.link;
    this.table.tBodies[0].replaceChildren(...rows);
    rows.find((row) => row.dataset.link === focused)?.focus();
    /** @type {HTMLElement} */ (this.panel.querySelector('.empty')).hidden = rows.length > 0;
  }

  /** @param {string} id */
  async #choose(id) {
    this.#chosen = id;
    for (const row of this.table.tBodies[0].rows) row.setAttribute('aria-selected', String(row.dataset.link === id));
    this.#edit(this.#links.find((link) => link.id === id));
    const log = await entries(id).catch(() => []);
    if (this.#chosen !== id) return;
    this.side.querySelector('.log')?.remove();
    const lines = log.map((/** @type {any} */ entry) => element(
      'li', '', element('time', '', time(entry.at)), entry.text, ...(entry.times > 1 ? [element('small', '', words('links.times', entry))] : [])));
    this.side.append(element('div', 'log', element('h2', '', words('links.log')), lines.length ? element('ol', '', ...lines) : element('p', 'quiet', words('links.noLog'))));
  }

  /** @param {any} link */
  #edit(link) {
    if (!link) this.#chosen = undefined;
    this.side.hidden = false;
    const form = new LinkForm(link, this.#profiles, this.mayManage());
    const verbs = element('menu', '');
    if (this.mayManage()) {
      if (link) verbs.append(button(words('links.remove'), () => this.#remove(link), 'danger'));
      verbs.append(button(words('links.save'), () => this.#save(form), 'main save'));
    }
    this.side.replaceChildren(element('h2', '', link ? link.name || link.id : words('links.add')), form.element, verbs);
    this.side.scrollIntoView({ block: 'nearest' });
  }

  /** @param {LinkForm} form */
  async #save(form) {
    try {
      const link = form.value;
      await saveLink(link);
      this.#chosen = link.id;
      await this.load();
      this.tell(words('links.saved'));
    } catch (error) {
      this.tell(words('analyzers.failed', { message: /** @type {Error} */ (error).message }));
    }
  }

  /** @param {any} link */
  async #remove(link) {
    const texts = { question: words('links.removeQuestion', { name: link.name || link.id }), hint: words('links.removeHint'), action: words('links.remove'), isDangerous: true };
    if (!await confirmed(this.dialog, texts)) return;
    try {
      await removeLink(link.id);
      this.#chosen = undefined;
      this.side.hidden = true;
      await this.load();
    } catch (error) {
      this.tell(words('analyzers.failed', { message: /** @type {Error} */ (error).message }));
    }
  }
}
