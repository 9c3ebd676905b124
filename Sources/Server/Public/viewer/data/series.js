// @ts-check
/** What the archive says about a series before its images are known. */
import { Tag } from './tags.js';

/** @typedef {import('./dataset.js').Dataset} Dataset */

/** @typedef {'image' | 'report' | 'keyObjects' | 'presentation' | 'document' | 'waveform' | 'segmentation' | 'registration' | 'plan' | 'other'} SeriesKind */

/**
 * Objects that carry no picture of their own, by modality (PS3.3 C.7.3.1.1.1).
 * @type {Record<string, SeriesKind>}
 */
const kinds = {
  SR: 'report', KO: 'keyObjects', PR: 'presentation', DOC: 'document', ECG: 'waveform', HD: 'waveform', EPS: 'waveform',
  RESP: 'waveform', AU: 'waveform', SEG: 'segmentation', REG: 'registration', FID: 'registration', RTSTRUCT: 'plan', RTPLAN: 'plan',
  RTRECORD: 'plan', PLAN: 'plan', RWV: 'other', SMR: 'other', M3D: 'other', TEXTUREMAP: 'other', CTPROTOCOL: 'other', ANN: 'other',
};

export class Series {
  /** @param {string} study @param {Dataset} dataset */
  constructor(study, dataset) {
    this.study = study;
    this.uid = dataset.text(Tag.SeriesInstanceUID);
    this.number = dataset.number(Tag.SeriesNumber);
    this.modality = dataset.text(Tag.Modality);
    this.description = dataset.text(Tag.SeriesDescription);
    this.count = dataset.number(Tag.NumberOfSeriesRelatedInstances) ?? 0;
    /** @type {SeriesKind} */
    this.kind = kinds[this.modality] ?? 'image';
    /** Of an earlier examination. */
    this.isPrior = false;
  }

  get hasPicture() { return this.kind === 'image'; }
}

/**
 * By series number, those without a picture last.
 * @param {Series[]} list
 */
export const inReadingOrder = (list) => [...list].sort((a, b) => (
  Number(b.hasPicture) - Number(a.hasPicture) || (a.number ?? Infinity) - (b.number ?? Infinity) || (a.uid < b.uid ? -1 : 1)
));
