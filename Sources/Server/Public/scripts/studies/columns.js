// @ts-check
/** The columns of the list as a table: their words, what they show, and by what they can be sorted. */

import { words } from '../i18n/words.js';

/** @typedef {import('./study.js').Study} Study */

/**
 * @typedef {Object} Column
 * @property {string} id       word `studies.<id>` and class of the cells
 * @property {string} [order]  keyword to sort by
 * @property {boolean} [isNumber]
 * @property {(study: Study) => string} text
 * @property {(study: Study) => string} [hint]
 */

/** @type {Column[]} */
export const columns = [
  { id: 'name', order: 'PatientName', text: (study) => study.shownName },
  { id: 'sex', text: (study) => study.shownSex },
  { id: 'age', text: (study) => study.shownAge, hint: (study) => study.birth },
  { id: 'id', order: 'PatientID', text: (study) => study.patientID },
  { id: 'date', order: 'StudyDate', text: (study) => study.shownDate, hint: (study) => study.wholeDate },
  { id: 'modality', text: (study) => study.modalities.join(' ') },
  { id: 'description', order: 'StudyDescription', text: (study) => study.description, hint: (study) => study.description },
  { id: 'accession', order: 'AccessionNumber', text: (study) => study.accession },
  { id: 'series', isNumber: true, text: (study) => String(study.series ?? '') },
  { id: 'images', isNumber: true, text: (study) => String(study.images ?? ''), hint: () => words('studies.images') },
];
