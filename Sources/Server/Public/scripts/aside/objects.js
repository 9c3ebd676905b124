// @ts-check
/** What the server keeps aside, and what can be done with it. */
import { ArchiveError, request } from '../../viewer/loaders/dicomweb.js';
import { ownHeaders } from '../session.js';

/** @typedef {{id: number, reason: 'conflict' | 'quarantine', sopInstanceUID: string, callingAE: string, peer: string, bytes: number, received: number}} Aside */
/** @typedef {{tag: string, attribute: string, shown?: string, aside?: string}} Difference */
/**
 * @typedef {{patientName: string, patientID: string, studyDate: string, modality: string, studyDescription: string, isShown: boolean,
 *   hasOtherPixels?: boolean, differences: Difference[]}} Comparison
 */

/** @returns {Promise<Aside[]>} */
export const objectsAside = async () => (await request('/api/aside')).json();

/** @param {number} id @returns {Promise<Comparison>} */
export const compare = async (id) => (await request(`/api/aside/${id}`)).json();

/** @param {number} id */
export const release = (id) => request(`/api/aside/${id}/release`, { method: 'POST', headers: ownHeaders });

/** @param {number} id */
export const remove = (id) => request(`/api/aside/${id}`, { method: 'DELETE', headers: ownHeaders });

/** @param {unknown} error the status to tell */
export const statusOf = (error) => (error instanceof ArchiveError ? error.status : 0);
