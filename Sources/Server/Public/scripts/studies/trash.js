// @ts-check
/** Studies that were deleted and can come back. */
import { ArchiveError, request } from '../../viewer/loaders/dicomweb.js';
import { displayDate, displayName } from '../../viewer/data/text.js';
import { ownHeaders } from '../session.js';

/**
 * @typedef {Object} Discarded
 * @property {string} studyInstanceUID
 * @property {string} patientName
 * @property {string} patientID
 * @property {string} studyDate
 * @property {string} description
 * @property {number} instances
 * @property {number} trashed  milliseconds since 1970
 */

/** @returns {Promise<Discarded[]>} */
export async function discardedStudies() {
  const response = await request('/api/trash');
  return response.json();
}

/** @param {string} study */
export const discard = (study) => change(study, 'trash');

/** @param {string} study */
export const restore = (study) => change(study, 'restore');

/** @param {string} study @param {'trash' | 'restore'} verb */
const change = (study, verb) => request(`/api/studies/${encodeURIComponent(study)}/${verb}`, { method: 'POST', headers: ownHeaders });

/** @param {unknown} error the status to tell */
export const statusOf = (error) => (error instanceof ArchiveError ? error.status : 0);

/**
 * PN with its groups, as DICOM writes it: alphabetic=ideographic=phonetic.
 * @param {string} name
 */
export function plainName(name) {
  const [alphabetic = '', ideographic = ''] = name.split('=');
  return displayName({ alphabetic, ideographic, phonetic: '' });
}

/** @param {Discarded} study */
export const describe = (study) => ({
  name: plainName(study.patientName), id: study.patientID, date: displayDate(study.studyDate), count: study.instances,
});
