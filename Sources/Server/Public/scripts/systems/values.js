// @ts-check
/** Values in a reader's words. */
import { language, words } from '../i18n/words.js';

/** @typedef {import('./catalogue.js').Field} Field @typedef {import('./catalogue.js').Row} Row */

const two = (/** @type {number} */ number) => String(number).padStart(2, '0');

/**
 * Today 14:05, this year 05-01 14:05, else the whole date.
 * @param {string | null} iso
 */
export function shownTime(iso) {
  if (!iso) return '';
  const time = new Date(iso), now = new Date();
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}`;
  const day = `${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  if (time.toDateString() === now.toDateString()) return `${language() === 'zh' ? '今天' : 'today'} ${clock}`;
  return time.getFullYear() === now.getFullYear() ? `${day} ${clock}` : `${time.getFullYear()}-${day} ${clock}`;
}

/** @param {Field} field @param {any} value @param {string | null} [title] */
export function shownValue(field, value, title) {
  if (value === null || value === undefined || value === '') return '';
  switch (field.kind) {
    case 'choice': case 'state': return field.options?.find(({ code }) => code === value)?.label ?? value;
    case 'flag': return words(value ? 'record.yes' : 'record.no');
    case 'time': return shownTime(value);
    case 'reference': return title ?? `#${value}`;
    default: return String(value);
  }
}

/** @param {Field} field @param {Row} row */
export const shownField = (field, row) => shownValue(field, row.values[field.name], row.shown[field.name]);

export const isNumber = (/** @type {Field} */ field) => ['integer', 'decimal', 'money'].includes(field.kind);

/** What a state is like, for its colour: colour never stands without the word. @param {string} state */
export function tone(state) {
  if (['closed', 'done', 'arrived', 'issued', 'finished'].includes(state)) return 'good';
  if (['declined', 'returned', 'withdrawn', 'cancelled', 'rejected'].includes(state)) return 'bad';
  return state === 'draft' ? 'quiet' : 'open';
}

/** @param {string} state @param {string} label */
export function badge(state, label) {
  const mark = document.createElement('span');
  mark.className = `state ${tone(state)}`;
  mark.textContent = label;
  return mark;
}
