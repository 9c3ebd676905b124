// @ts-check
/** Small pieces of page that every tab is made of. */
import { words } from '../i18n/words.js';

/**
 * An element with a class, text or children.
 * @param {string} tag @param {string} className @param {(string | Node)[]} children
 */
export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** @param {string} text @param {() => void} act @param {string} [className] */
export function button(text, act, className = '') {
  const made = /** @type {HTMLButtonElement} */ (element('button', className, text));
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
}

/** @param {number | undefined} milliseconds */
export const time = (milliseconds) => (milliseconds ? new Date(milliseconds).toLocaleString(document.documentElement.lang, { hour12: false }) : '');

/**
 * `20210202151339` as people write it.
 * @param {string} digits
 */
export function analysed(digits) {
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?/.exec(digits);
  if (!found) return digits;
  const [, year, month, day, hour, minute] = found;
  return `${year}-${month}-${day}${hour ? ` ${hour}:${minute ?? '00'}` : ''}`;
}

/** @param {number} bytes */
export const size = (bytes) => (bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

/**
 * The heading of a table.
 * @param {HTMLTableElement} table @param {[string, string][]} columns class and words of each
 */
export function heading(table, columns) {
  const row = element('tr', '', ...columns.map(([className, key]) => element('th', className, words(key))));
  /** @type {HTMLTableSectionElement} */ (table.tHead).replaceChildren(row);
}

/**
 * A row that can be chosen by mouse and keyboard.
 * @param {[string, string | Node][]} cells class and content of each @param {() => void} choose @param {boolean} isChosen
 */
export function rowOf(cells, choose, isChosen) {
  const row = /** @type {HTMLTableRowElement} */ (element('tr', '', ...cells.map(([className, content]) => {
    const cell = element('td', className, content);
    if (typeof content === 'string') cell.title = content;
    return cell;
  })));
  row.tabIndex = 0;
  row.setAttribute('aria-selected', String(isChosen));
  row.addEventListener('click', choose);
  row.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') choose();
    const next = event.key === 'ArrowDown' ? row.nextElementSibling : event.key === 'ArrowUp' ? row.previousElementSibling : null;
    if (!next) return;
    event.preventDefault();
    /** @type {HTMLElement} */ (next).focus();
  });
  return row;
}
