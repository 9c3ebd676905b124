// @ts-check
/** Who is signed in. */
import { adoptLanguage } from './i18n/words.js';

/** @typedef {{name: string, displayName: string, roles: string[], rights: string[], language?: string}} Session */

/** Sent with everything that changes something: another site's page cannot add it. */
export const ownHeaders = { 'X-Requested-With': 'yigong' };

/** Leaves for the login page, which comes back here. */
export function goToLogin() {
  const next = location.pathname + location.search;
  location.replace(next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`);
}

/**
 * The session, or the login page instead of this one.
 * @returns {Promise<Session>}
 */
export async function currentSession() {
  const response = await fetch('/api/session', { credentials: 'same-origin' });
  if (response.status === 401) goToLogin();
  if (!response.ok) throw new Error(`session: ${response.status}`);
  const session = await response.json();
  adoptLanguage(session.language);
  return session;
}

/** @param {string} name @param {string} password @returns {Promise<number>} the status; 204 is in */
export async function signIn(name, password) {
  const response = await fetch('/api/session', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { ...ownHeaders, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name, password }),
  });
  return response.ok ? 204 : response.status;
}

export async function signOut() {
  await fetch('/api/session', { method: 'DELETE', credentials: 'same-origin', headers: ownHeaders });
  location.assign('/login');
}

/**
 * Where the login page leads: a page of this site, never another.
 * @param {string} search
 */
export function destination(search) {
  const next = new URLSearchParams(search).get('next') ?? '/';
  const { origin, pathname, search: query } = new URL(next, location.origin);
  return origin === location.origin && pathname !== '/login' ? pathname + query : '/';
}
