// @ts-check
/** Asks the server about records, and says in words why it refuses. */
import { goToLogin, ownHeaders } from '../session.js';
import { language, words } from '../i18n/words.js';

/** @typedef {{field: string | null, message: string}} FieldProblem */

export class Refused extends Error {
  /** @param {number} status @param {string} message @param {string} [kind] @param {FieldProblem[]} [fields] */
  constructor(status, message, kind = '', fields = []) {
    super(message);
    this.status = status;
    this.kind = kind;
    this.fields = fields;
  }
}

/**
 * @param {string} path @param {RequestInit} [options]
 * @returns {Promise<any>}
 */
async function ask(path, options = {}) {
  const response = await fetch(path, {
    credentials: 'same-origin',
    ...options,
    headers: { ...ownHeaders, 'Accept-Language': language(), ...options.headers },
  }).catch(() => { throw new Refused(0, words('systems.unreachable')); });
  if (response.status === 401) {
    goToLogin();
    return new Promise(() => {});
  }
  if (response.status === 204) return null;
  const body = await response.json().catch(() => null);
  if (response.ok) return body;
  const { message, kind, fields } = body?.error ?? {};
  throw new Refused(response.status, message ?? String(response.status), kind, fields ?? []);
}

/** @param {string} path */
export const get = (path) => ask(path);

/**
 * Sends a change once: the key lets the server know a click that arrives twice.
 * @param {string} method @param {string} path @param {object} body @param {string} [key]
 */
export const send = (method, path, body, key = newKey()) => ask(path, {
  method,
  headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
  body: JSON.stringify(body),
});

/** A key for one click; `crypto.randomUUID` is not there on plain HTTP. */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
