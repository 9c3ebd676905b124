// @ts-check
import { droppedFiles } from './collecting.js';
import { Upload } from './upload.js';
import { isKnown, words } from '../i18n/words.js';

/** @typedef {import('./upload.js').Item} Item */

/** Rows of the report; failures come first, so that none is hidden by the limit. */
const mostRows = 200;

/** The button, the drop area and the report of an upload. */
export class UploadPanel {
  #isDrawDue = false;

  /** @param {HTMLElement} panel @param {HTMLInputElement} picker @param {() => void} onFinished */
  constructor(panel, picker, onFinished) {
    this.panel = panel;
    this.upload = new Upload();
    this.title = /** @type {HTMLElement} */ (panel.querySelector('.status'));
    this.progress = /** @type {HTMLProgressElement} */ (panel.querySelector('progress'));
    this.report = /** @type {HTMLElement} */ (panel.querySelector('.report'));
    this.button = /** @type {HTMLButtonElement} */ (panel.querySelector('button'));
    this.upload.addEventListener('changed', () => this.#drawSoon());
    this.upload.addEventListener('finished', () => {
      this.#drawSoon();
      onFinished();
    });
    this.button.addEventListener('click', () => {
      if (this.upload.isFinished) panel.hidden = true;
      else this.upload.stop();
    });
    picker.addEventListener('change', () => {
      this.#add([...picker.files ?? []]);
      picker.value = '';
    });
    this.#acceptDrops();
  }

  /** @param {File[]} files */
  #add(files) {
    if (files.length === 0) return;
    this.panel.hidden = false;
    this.upload.add(files);
  }

  #acceptDrops() {
    const { body } = document;
    /** @param {DragEvent} event */
    const carriesFiles = (event) => event.dataTransfer?.types.includes('Files') ?? false;
    body.addEventListener('dragover', (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      body.classList.add('receiving');
    });
    body.addEventListener('dragleave', (event) => {
      if (!event.relatedTarget) body.classList.remove('receiving');
    });
    body.addEventListener('drop', async (event) => {
      body.classList.remove('receiving');
      if (!carriesFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      this.#add(await droppedFiles(event.dataTransfer));
    });
  }

  #drawSoon() {
    if (this.#isDrawDue) return;
    this.#isDrawDue = true;
    requestAnimationFrame(() => {
      this.#isDrawDue = false;
      this.draw();
    });
  }

  draw() {
    const { upload } = this;
    const { total, sent, items, isFinished } = upload;
    const counts = { stored: upload.count('stored'), warned: upload.count('warned'), failed: upload.count('failed') };
    const done = counts.stored + counts.warned + counts.failed;
    const percent = total ? Math.floor((sent / total) * 100) : 0;
    this.title.textContent = isFinished ? words('upload.finished', counts) : words('upload.progress', { done, total: items.length, percent });
    this.progress.max = total || 1;
    this.progress.value = sent;
    this.progress.hidden = isFinished;
    this.button.textContent = words(isFinished ? 'upload.close' : 'upload.cancel');
    const first = ['failed', 'warned', 'stopped', 'sending', 'stored', 'waiting'];
    const rows = [...items].sort((a, b) => first.indexOf(a.state) - first.indexOf(b.state)).slice(0, mostRows);
    this.report.replaceChildren(...rows.map(reportRow));
  }
}

/** @param {Item} item */
function reportRow(item) {
  const row = document.createElement('li');
  row.className = item.state;
  const name = document.createElement('span');
  name.textContent = item.file.name;
  const state = document.createElement('span');
  state.className = 'state';
  state.textContent = stateText(item);
  row.append(name, state);
  return row;
}

/** @param {Item} item */
function stateText({ state, file, sent, outcome }) {
  if (state === 'waiting') return words('upload.waiting');
  if (state === 'sending') return `${file.size ? Math.floor((sent / file.size) * 100) : 0}%`;
  if (state === 'stopped') return words('upload.cancelled');
  return words(`upload.${state}`, { reason: outcome ? reasonText(outcome) : '' });
}

/** @param {import('./storing.js').Outcome} outcome */
function reasonText({ status, reason }) {
  if (reason !== undefined) {
    return isKnown(`upload.reason.${reason}`) ? words(`upload.reason.${reason}`) : words('upload.reason.code', { code: reason });
  }
  return isKnown(`upload.reason.${status}`) ? words(`upload.reason.${status}`) : words('upload.reason.status', { status });
}
