// @ts-check
/** What readers drew on a study, and what an account set up for itself; the server keeps both. */
import { ArchiveError, request } from './dicomweb.js';

/** @typedef {import('../data/annotations.js').Annotation} Annotation */
/** @typedef {{revision: number, annotations: any[]}} Notes  annotations as they came, unchecked */

const ownHeaders = { 'X-Requested-With': 'yigong', 'Content-Type': 'application/json' };

/** @param {string} study */
const addressOf = (study) => `/api/studies/${encodeURIComponent(study)}/annotations`;

/** @param {string} study @returns {Promise<Notes>} */
export const fetchNotes = async (study) => (await request(addressOf(study))).json();

/**
 * Saves where nobody saved since `revision`; `isOutdated` says that somebody did, and the answer is what they left.
 * @param {string} study @param {number} revision @param {object[]} annotations @param {{isLast?: boolean}} [options]  isLast: the page is going
 * @returns {Promise<Notes & {isOutdated: boolean}>}
 */
export async function saveNotes(study, revision, annotations, { isLast = false } = {}) {
  const response = await fetch(addressOf(study), {
    method: 'PUT', credentials: 'same-origin', headers: ownHeaders, body: JSON.stringify({ revision, annotations }), keepalive: isLast,
  }).catch(() => { throw new ArchiveError(0, addressOf(study)); });
  if (!response.ok && response.status !== 409) throw new ArchiveError(response.status, addressOf(study));
  return { ...await response.json(), isOutdated: response.status === 409 };
}

/** @param {string} name */
const choiceAddress = (name) => `/api/reading/choices/${name}`;

/** @param {string} name @returns {Promise<any>} null where nothing was chosen */
export const fetchChoice = async (name) => (await request(choiceAddress(name))).json();

/** @param {string} name @param {any} content */
export const saveChoice = (name, content) => request(choiceAddress(name), { method: 'PUT', headers: ownHeaders, body: JSON.stringify(content) });
