// @ts-check
import { claim, discard, waitingRuns } from './api.js';
import { analysed, button, element, heading, rowOf, time } from './elements.js';
import { resultTable } from './reading.js';
import { confirmed } from '../studies/confirming.js';
import { words } from '../i18n/words.js';

const day = 86_400_000;

/** Runs that match no sample, and the way to say whose they are. */
export class ClaimsTab {
  /** @type {any[]} */ #runs = [];

  /** @type {number | undefined} */ #chosen;

  /** @param {HTMLElement} panel @param {HTMLDialogElement} dialog @param {(text: string) => void} tell */
  constructor(panel, dialog, tell) {
    this.panel = panel;
    this.dialog = dialog;
    this.tell = tell;
    this.table = /** @type {HTMLTableElement} */ (panel.querySelector('table'));
    this.side = /** @type {HTMLElement} */ (panel.querySelector('.side'));
  }

  async load() {
    this.#runs = await waitingRuns();
    this.draw();
  }

  draw() {
    heading(this.table, [['id', 'claims.sample'], ['reason', 'claims.reason'], ['date', 'claims.analysed'], ['date', 'messages.time'], ['link', 'messages.link'], ['number', 'claims.results']]);
    this.table.tBodies[0].replaceChildren(...this.#runs.map((run) => {
      const row = rowOf([
        ['id', run.sample || words('sample.none')], ['reason', words(`reason.${run.reason ?? 'noOrder'}`)], ['date', analysed(run.analysedAt)],
        ['date', time(run.receivedAt)], ['link', run.link], ['number', String(run.observations.length)],
      ], () => this.#choose(run), run.id === this.#chosen);
      row.dataset.run = String(run.id);
      return row;
    }));
    /** @type {HTMLElement} */ (this.panel.querySelector('.empty')).hidden = this.#runs.length > 0;
    const still = this.#runs.find((run) => run.id === this.#chosen);
    if (still) this.#choose(still);
    else this.side.hidden = true;
  }

  /** @param {any} run */
  #choose(run) {
    this.#chosen = run.id;
    for (const row of this.table.tBodies[0].rows) row.setAttribute('aria-selected', String(row.dataset.run === String(run.id)));
    const input = document.createElement('input');
    input.name = 'sample';
    input.autocomplete = 'off';
    const form = element('form', 'claim', element('label', '', element('span', '', words('claims.to')), input), button(words('claims.claim'), () => this.#claim(run, input.value), 'main'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#claim(run, input.value);
    });
    const facts = [words('claims.run', run), run.patient.name ?? ''];
    if (Math.abs(run.clockError) > day) facts.push(words('claims.clock', { days: Math.round(Math.abs(run.clockError) / day) }));
    const results = run.observations.map((/** @type {any} */ one) => ({
      ...one,
      flags: one.flags.split(' ').filter(Boolean),
      reading: { hold: one.hold, analyte: one.analyte, value: one.readValue, unit: one.readUnit, meaning: one.meaning.split(' ') },
    }));
    this.side.replaceChildren(
      element('h2', '', run.sample || words('sample.none')), element('p', 'quiet', facts.filter(Boolean).join('  ')),
      ...run.alarms.map((/** @type {string} */ alarm) => element('p', 'alarm', alarm)), form,
      button(words('claims.discard'), () => this.#discard(run), 'plain'), resultTable(results));
    this.side.hidden = false;
    input.focus({ preventScroll: true });
  }

  /** @param {any} run @param {string} sample */
  async #claim(run, sample) {
    await this.#decide(() => claim(run.id, sample.trim()), words('claims.done', { sample: sample.trim() }));
  }

  /** @param {any} run */
  async #discard(run) {
    const texts = { question: words('claims.discardQuestion'), hint: words('claims.discardHint'), action: words('claims.discard'), isDangerous: true };
    if (await confirmed(this.dialog, texts)) await this.#decide(() => discard(run.id), words('claims.discarded'));
  }

  /** @param {() => Promise<unknown>} act @param {string} said */
  async #decide(act, said) {
    try {
      await act();
      this.#chosen = undefined;
      await this.load();
      this.tell(said);
    } catch (error) {
      this.tell(words('analyzers.failed', { message: /** @type {Error} */ (error).message }));
    }
  }
}
