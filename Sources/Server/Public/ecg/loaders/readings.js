// @ts-check
import { Reading } from '../data/reading.js';
import { Wave } from '../data/wave.js';
import { goToLogin } from '../../scripts/session.js';

/** @typedef {{highPass: number, lowPass: number, notch: number}} Filter hertz; 0 leaves one out */

/** What the server said instead of an answer. */
export class Unanswered extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** @param {string} address @param {RequestInit} [options] */
export async function ask(address, options = {}) {
  const response = await fetch(address, { credentials: 'same-origin', ...options });
  if (response.status === 401) goToLogin();
  if (response.ok) return response;
  const answer = await response.json().catch(() => null);
  throw new Unanswered(response.status, answer?.error?.message ?? '');
}

/** @param {string} id @returns {Promise<Reading>} */
export async function loadReading(id) {
  return new Reading(await (await ask(`/api/ecg/readings/${encodeURIComponent(id)}`)).json());
}

/**
 * A stretch of the wave, filtered without moving a wave of it.
 * @param {Reading} reading @param {Filter} filter @param {number} start @param {number} seconds
 */
export async function loadWave(reading, filter, start, seconds) {
  const query = new URLSearchParams({ start: String(start), seconds: String(seconds) });
  for (const [name, hertz] of Object.entries(filter)) if (hertz) query.set(name, String(hertz));
  const response = await ask(`/api/ecg/readings/${encodeURIComponent(reading.id)}/wave?${query}`);
  const microvolts = new Int16Array(await response.arrayBuffer());
  return new Wave({ rate: reading.sampleRate, start, names: reading.leads, microvolts });
}
