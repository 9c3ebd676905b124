// @ts-check
import { ask } from './readings.js';
import { ownHeaders } from '../../scripts/session.js';

/** @typedef {{state: 'none' | 'draft' | 'submitted' | 'reviewed', revision: number, conclusion: string, corrected: Record<string, number>, writtenBy: string | null, writtenAt: string | null, reviewedBy: string | null, reviewedAt: string | null}} Report */
/** @typedef {{id: number, kind: 'phrase' | 'template', topic: string, code: string, text: string}} Phrase */

/** @param {string} id */
const address = (id) => `/api/ecg/readings/${encodeURIComponent(id)}/report`;

/** @param {string} method @param {any} body */
const sending = (method, body) => ({ method, headers: { ...ownHeaders, 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

/** @param {string} id @returns {Promise<Report>} */
export const loadReport = async (id) => (await ask(address(id))).json();

/** @param {string} id @param {Pick<Report, 'conclusion' | 'corrected' | 'revision'>} draft @returns {Promise<Report>} */
export const saveReport = async (id, draft) => (await ask(address(id), sending('PUT', draft))).json();

/** @param {string} id @param {'submit' | 'review' | 'return'} move @param {number} revision @returns {Promise<Report>} */
export const moveReport = async (id, move, revision) => (await ask(`${address(id)}/${move}`, sending('POST', { revision }))).json();

/** @returns {Promise<Phrase[]>} */
export const loadPhrases = async () => (await (await ask('/api/ecg/phrases')).json()).phrases;

/** @param {Omit<Phrase, 'id'>} phrase */
export const addPhrase = (phrase) => ask('/api/ecg/phrases', sending('POST', phrase));
