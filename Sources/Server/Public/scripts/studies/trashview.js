// @ts-check
import { confirmed } from './confirming.js';
import { describe, discardedStudies, restore, statusOf } from './trash.js';
import { icon } from '../icon.js';
import { words } from '../i18n/words.js';

/** @typedef {import('./trash.js').Discarded} Discarded */

/** The trash: what is in it, and the way back. */
export class TrashView {
  /** @type {Discarded[]} */ #studies = [];

  /** @param {HTMLElement} element @param {HTMLDialogElement} dialog @param {(text: string) => void} tell */
  constructor(element, dialog, tell) {
    this.element = element;
    this.dialog = dialog;
    this.tell = tell;
    this.body = /** @type {HTMLTableElement} */ (element.querySelector('table')).tBodies[0];
    this.empty = /** @type {HTMLElement} */ (element.querySelector('.empty'));
  }

  async load() {
    try {
      this.#studies = await discardedStudies();
      this.draw();
    } catch (error) {
      this.tell(words('trash.failed', { status: statusOf(error) }));
    }
  }

  draw() {
    this.empty.hidden = this.#studies.length > 0;
    this.body.replaceChildren(...this.#studies.map((study) => this.#row(study)));
  }

  /** @param {Discarded} study */
  #row(study) {
    const row = document.createElement('tr');
    const { name, id, date, count } = describe(study);
    const when = new Date(study.trashed).toLocaleString(document.documentElement.lang);
    const cells = [
      ['name', name || words('patient.unnamed')], ['id', id], ['date', date], ['description', study.description],
      ['images number', String(count)], ['deleted', when],
    ];
    for (const [className, text] of cells) {
      const cell = row.insertCell();
      cell.className = className;
      cell.textContent = text;
    }
    const button = document.createElement('button');
    button.type = 'button';
    button.append(icon('restore'), words('trash.restore'));
    button.addEventListener('click', () => this.#restore(study));
    row.insertCell().append(button);
    return row;
  }

  /** @param {Discarded} study */
  async #restore(study) {
    const facts = describe(study);
    const question = words('trash.confirmRestore', facts);
    if (!await confirmed(this.dialog, { question, hint: '', action: words('trash.restore'), isDangerous: false })) return;
    try {
      await restore(study.studyInstanceUID);
      this.tell(words('trash.restored', facts));
    } catch (error) {
      this.tell(words('trash.failed', { status: statusOf(error) }));
    }
    await this.load();
  }
}
