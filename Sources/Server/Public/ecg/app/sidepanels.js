// @ts-check
/** The panels beside the sheet, one at a time. */
import { element } from './elements.js';
import { ComparisonPanel } from '../panels/comparison.js';
import { MeasurementPanel } from '../panels/measurements.js';
import { MedianPanel } from '../panels/median.js';
import { ReportPanel } from '../panels/report.js';
import { VectorPanel } from '../panels/vector.js';

/** @typedef {{root: HTMLElement, show(reading: import('../data/reading.js').Reading): void, draw?(): void}} Panel */

export class Panels {
  /** @param {import('./reader.js').Reader} reader */
  constructor(reader) {
    const measurements = new MeasurementPanel();
    this.comparison = new ComparisonPanel(reader);
    /** @type {Record<string, Panel>} */
    this.all = {
      measurements, median: new MedianPanel(reader.view, (corrected) => measurements.correct(corrected)),
      vector: new VectorPanel(), comparison: this.comparison, report: new ReportPanel(measurements),
    };
    this.tabs = Object.keys(this.all).map((name) => element('button', { type: 'button', role: 'tab', 'data-panel': name, words: `ecg.panel.${name}`, onclick: () => this.open(name) }));
    this.root = element('aside', { class: 'ecg-panels' }, [
      element('div', { class: 'tabs', role: 'tablist' }, this.tabs),
      ...Object.values(this.all).map(({ root }) => root),
    ]);
    this.open('measurements');
  }

  /** @param {string} name */
  open(name) {
    for (const tab of this.tabs) tab.setAttribute('aria-selected', String(tab.dataset.panel === name));
    for (const [key, panel] of Object.entries(this.all)) panel.root.hidden = key !== name;
    this.all[name].draw?.();
  }

  /** @param {import('../data/reading.js').Reading} reading */
  show(reading) { for (const panel of Object.values(this.all)) panel.show(reading); }
}
