// @ts-check
import { rooms } from './rooms.js';
import { words } from '../i18n/words.js';

/** @typedef {import('../session.js').Session} Session */

/**
 * Fills the bar with links to the rooms that a person may enter; the one they are in is marked.
 * @param {HTMLElement} bar @param {Session} session
 */
export function showRooms(bar, session) {
  const open = rooms.filter(({ right }) => session.rights.includes(right));
  const here = location.pathname;
  const draw = () => bar.replaceChildren(...open.map(({ path, words: key }) => {
    const link = document.createElement('a');
    link.href = path;
    link.textContent = words(key);
    if (path === here) link.setAttribute('aria-current', 'page');
    return link;
  }));
  bar.hidden = open.length < 2;
  draw();
  document.addEventListener('languagechange', draw);
}
