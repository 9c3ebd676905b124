// @ts-check
/** 报告: the conclusion, written with phrases and templates, and its way from draft to review. */
import { element } from '../app/elements.js';
import { addPhrase, loadPhrases, loadReport, moveReport, saveReport } from '../loaders/reports.js';
import { isKnown, translatePage, words } from '../../scripts/i18n/words.js';

/** What a report's state lets one do. @type {Record<string, ('save' | 'submit' | 'review' | 'return')[]>} */
const verbs = { none: ['save', 'submit'], draft: ['save', 'submit'], submitted: ['review', 'return'], reviewed: [] };

/** Phrases that are offered at once. */
const mostOffered = 14;

export class ReportPanel {
  /** @type {import('../loaders/reports.js').Report | null} */ report = null;
  /** @type {import('../loaders/reports.js').Phrase[]} */ phrases = [];
  id = '';

  /** @param {import('./measurements.js').MeasurementPanel} measurements whose corrected values are reported */
  constructor(measurements) {
    this.measurements = measurements;
    this.state = element('p', { class: 'state' });
    this.text = element('textarea', { rows: 9, wordsLabel: 'ecg.report.conclusion', wordsPlaceholder: 'ecg.report.conclusion' });
    this.search = element('input', { type: 'search', autocomplete: 'off', wordsPlaceholder: 'ecg.report.phrases', wordsLabel: 'ecg.report.phrases', oninput: () => this.#offer() });
    this.search.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      this.offered.querySelector('button')?.click();
    });
    this.offered = element('div', { class: 'phrases' });
    this.verbs = element('div', { class: 'row verbs' });
    this.told = element('p', { class: 'told', role: 'status' });
    this.root = element('section', { class: 'panel report', role: 'tabpanel' }, [
      this.state, this.text,
      element('div', { class: 'row' }, [this.search, element('button', { type: 'button', words: 'ecg.report.keepPhrase', wordsTitle: 'ecg.report.keepPhrase.hint', onclick: () => this.#keepPhrase() })]),
      this.offered, this.verbs,
      element('div', { class: 'row files' }, ['pdf', 'jpg', 'dcm'].map((kind) => element('a', { class: 'button', 'data-file': kind, target: '_blank', rel: 'noopener', words: `ecg.report.${kind}` }))),
      this.told,
    ]);
  }

  /** @param {import('../data/reading.js').Reading} reading */
  async show(reading) {
    this.id = reading.id;
    this.program = reading.statements.map(({ text }) => text);
    for (const link of this.root.querySelectorAll('[data-file]')) {
      link.setAttribute('href', `/api/ecg/readings/${encodeURIComponent(this.id)}/report.${/** @type {HTMLElement} */ (link).dataset.file}`);
    }
    try {
      this.#take(await loadReport(this.id));
      if (this.phrases.length === 0) this.phrases = await loadPhrases();
      this.#offer();
    } catch (error) {
      this.#tell(error);
    }
  }

  /** @param {import('../loaders/reports.js').Report} report */
  #take(report) {
    this.report = report;
    // Nothing is written yet: what the program says is where one begins.
    this.text.value = report.state === 'none' ? (this.program ?? []).join('\n') : report.conclusion;
    const isOpen = verbs[report.state].includes('save');
    this.text.readOnly = !isOpen;
    const who = [report.writtenBy && words('ecg.report.written', { name: report.writtenBy, time: report.writtenAt ?? '' }), report.reviewedBy && words('ecg.report.reviewed', { name: report.reviewedBy, time: report.reviewedAt ?? '' })];
    this.state.replaceChildren(element('span', { class: `badge ${report.state}`, words: `ecg.report.state.${report.state}` }), ...who.filter(Boolean).map((text) => element('small', {}, [/** @type {string} */ (text)])));
    const buttons = verbs[report.state].map((verb) => element('button', { type: 'button', 'data-verb': verb, class: verb === 'submit' || verb === 'review' ? 'main' : '', words: `ecg.report.${verb}`, onclick: () => this.#act(verb) }));
    this.verbs.replaceChildren(...buttons);
    for (const [name, value] of Object.entries(report.corrected ?? {})) this.measurements.put(name, value);
    translatePage(this.root);
  }

  /** @param {'save' | 'submit' | 'review' | 'return'} verb */
  async #act(verb) {
    const { report, id } = this;
    if (!report) return;
    try {
      if (verb === 'save' || verb === 'submit') {
        this.#take(await saveReport(id, { conclusion: this.text.value, corrected: this.measurements.corrected, revision: report.revision }));
      }
      if (verb !== 'save') this.#take(await moveReport(id, verb, this.report?.revision ?? report.revision));
      this.told.textContent = words(`ecg.report.done.${verb}`);
    } catch (error) {
      this.#tell(error);
    }
  }

  /** @param {any} error */
  #tell({ status }) {
    this.told.textContent = words(isKnown(`ecg.report.failed.${status}`) ? `ecg.report.failed.${status}` : 'ecg.failed', { status: status ?? '' });
  }

  /** Phrases by what they say or by their code; templates replace, phrases are added. */
  #offer() {
    const wanted = this.search.value.trim().toLowerCase();
    const found = this.phrases.filter(({ text, code }) => !wanted || text.toLowerCase().includes(wanted) || code.startsWith(wanted));
    this.offered.replaceChildren(...found.slice(0, mostOffered).map((phrase) =>
      element('button', { type: 'button', class: `chip ${phrase.kind}`, title: phrase.text, onclick: () => this.#insert(phrase) }, [phrase.kind === 'template' ? phrase.topic : phrase.text])));
  }

  /** @param {import('../loaders/reports.js').Phrase} phrase */
  #insert({ kind, text }) {
    if (this.text.readOnly) return;
    const before = this.text.value.trimEnd();
    this.text.value = kind === 'template' || !before ? text : `${before}\n${text}`;
    this.search.value = '';
    this.#offer();
    this.text.focus();
  }

  /** The line at the cursor, or what is marked, becomes a phrase of this centre. */
  async #keepPhrase() {
    const { selectionStart, selectionEnd, value } = this.text;
    const line = value.slice(value.lastIndexOf('\n', selectionStart - 1) + 1).split('\n')[0];
    const text = (value.slice(selectionStart, selectionEnd) || line).trim();
    if (!text) return;
    try {
      await addPhrase({ kind: 'phrase', topic: '', code: '', text });
      this.phrases = await loadPhrases();
      this.#offer();
      this.told.textContent = words('ecg.report.phraseKept');
    } catch (error) {
      this.#tell(error);
    }
  }
}
