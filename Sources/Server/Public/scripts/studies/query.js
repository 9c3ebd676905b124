// @ts-check
/** What is asked of the archive, kept in the page's address so that going back finds the same list. */
import { studyDateKey } from './dates.js';
import { address } from '../../viewer/loaders/dicomweb.js';

/** @typedef {import('./dates.js').Range} Range */

/**
 * @typedef {Object} StudyQuery
 * @property {string} text
 * @property {Range} range
 * @property {string} from      DA or ''
 * @property {string} to        DA or ''
 * @property {string} modality  '' for all
 * @property {string} order     keyword of an attribute, with - in front for the last first
 * @property {number} page      counted from 0
 */

export const pageSize = 50;

/** @type {StudyQuery} */
export const plainQuery = Object.freeze({ text: '', range: 'all', from: '', to: '', modality: '', order: '-StudyDate', page: 0 });

const fields = [
  'PatientBirthDate', 'PatientAge', 'PatientSex', 'StudyDescription', 'ModalitiesInStudy', 'AccessionNumber',
  'NumberOfStudyRelatedSeries', 'NumberOfStudyRelatedInstances',
];

/**
 * The QIDO-RS address (PS3.18 10.6). `search` and `orderby` are extensions of this archive; others ignore them.
 * @param {StudyQuery} query
 */
export function studiesAddress({ text, range, from, to, modality, order, page }) {
  const keys = new URLSearchParams({ limit: String(pageSize), offset: String(page * pageSize), orderby: order });
  if (text.trim()) {
    keys.set('search', text.trim());
    keys.set('fuzzymatching', 'true');
  }
  const dates = studyDateKey(range, from, to);
  if (dates) keys.set('StudyDate', dates);
  if (modality) keys.set('ModalitiesInStudy', modality);
  for (const field of fields) keys.append('includefield', field);
  return address.studies(keys);
}

/**
 * Whether anything narrows the list.
 * @param {StudyQuery} query
 */
export const isNarrowed = ({ text, range, modality }) => Boolean(text.trim() || range !== 'all' || modality);

/** @param {string} search  the page's own query string @returns {StudyQuery} */
export function queryFrom(search) {
  const values = new URLSearchParams(search);
  const range = values.get('range') ?? 'all';
  return {
    text: values.get('text') ?? '',
    range: /** @type {Range} */ (['today', 'week', 'month', 'custom'].includes(range) ? range : 'all'),
    from: values.get('from') ?? '',
    to: values.get('to') ?? '',
    modality: values.get('modality') ?? '',
    order: /^-?\w+$/.test(values.get('order') ?? '') ? values.get('order') ?? '' : plainQuery.order,
    page: Math.max(0, Math.trunc(Number(values.get('page') ?? 1) - 1) || 0),
  };
}

/**
 * The page's query string; what is as usual is left out.
 * @param {StudyQuery} query
 */
export function searchOf(query) {
  const values = new URLSearchParams();
  for (const key of /** @type {const} */ (['text', 'range', 'from', 'to', 'modality', 'order'])) {
    if (query[key] !== plainQuery[key]) values.set(key, query[key]);
  }
  if (query.page) values.set('page', String(query.page + 1));
  const text = values.toString();
  return text ? `?${text}` : location.pathname;
}
