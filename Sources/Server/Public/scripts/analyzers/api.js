// @ts-check
/** The API of analyzers. A refusal becomes an Error with the server's own words. */
import { goToLogin, ownHeaders } from '../session.js';

const base = '/api/analyzers';

/** @param {string} path @param {RequestInit} [options] */
async function ask(path, options = {}) {
  const response = await fetch(base + path, { credentials: 'same-origin', ...options });
  if (response.status === 401) goToLogin();
  if (!response.ok) {
    const body = await response.json().catch(() => null);
    throw new Error(body?.error?.message ?? String(response.status));
  }
  return response.status === 204 ? null : response.json();
}

/** @param {string} method @param {string} path @param {unknown} [body] */
const change = (method, path, body) => ask(path, {
  method,
  headers: { ...ownHeaders, 'Content-Type': 'application/json' },
  body: body === undefined ? undefined : JSON.stringify(body),
});

export const links = () => ask('/links');
export const statuses = () => ask('/status');
/** @param {string} id */
export const entries = (id) => ask(`/links/${encodeURIComponent(id)}/entries`);
/** @param {{id: string}} link */
export const saveLink = (link) => change('PUT', `/links/${encodeURIComponent(link.id)}`, link);
/** @param {string} id */
export const removeLink = (id) => change('DELETE', `/links/${encodeURIComponent(id)}`);

/** @param {Record<string, string>} query */
export const messages = (query) => ask(`/messages?${new URLSearchParams(query)}`);
/** @param {number} id */
export const message = (id) => ask(`/messages/${id}`);
/** @param {number} id */
export const rawAddress = (id) => `${base}/messages/${id}/raw`;
/** @param {number} id @param {number} number @param {string} language */
export const pictureAddress = (id, number, language) => `${base}/messages/${id}/graphics/${number}?language=${language}`;

export const waitingRuns = () => ask('/runs?state=waiting');
/** @param {number} id @param {string} sample */
export const claim = (id, sample) => change('POST', `/runs/${id}/claim`, { sample });
/** @param {number} id */
export const discard = (id) => change('POST', `/runs/${id}/discard`);

export const profiles = () => ask('/profiles');
/** @param {unknown} profile @param {string} text */
export const tryProfile = (profile, text) => change('POST', '/profiles/test', { profile, message: text });
/** @param {{id: string}} profile */
export const saveProfile = (profile) => change('PUT', `/profiles/${encodeURIComponent(profile.id)}`, profile);
/** @param {string} id */
export const resetProfile = (id) => change('DELETE', `/profiles/${encodeURIComponent(id)}`);

/** @param {(status: any) => void} onStatus */
export function follow(onStatus) {
  const source = new EventSource(`${base}/stream`);
  source.addEventListener('status', (event) => onStatus(JSON.parse(/** @type {MessageEvent} */ (event).data)));
}
