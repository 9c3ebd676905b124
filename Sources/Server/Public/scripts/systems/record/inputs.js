// @ts-check
/** The control for each kind of field: what it shows, and what it gives back as the server reads it. */
import { words } from '../../i18n/words.js';
import { picker } from './picker.js';

/** @typedef {import('../catalogue.js').Field} Field */
/** @typedef {{element: HTMLElement, value: () => any, focus: () => void}} Control */

/** @param {Field} field @param {any} value @param {string | null} title @returns {Control} */
export function controlFor(field, value, title) {
  switch (field.kind) {
    case 'longText': return written(document.createElement('textarea'), field, value);
    case 'choice': return choice(field, value);
    case 'flag': return flag(field, value);
    case 'date': return typed(field, value, 'date');
    case 'time': return time(field, value);
    case 'reference': return picker(field, value, title);
    default: return typed(field, value, 'text');
  }
}

/** @template {HTMLInputElement | HTMLTextAreaElement} Input @param {Input} input @param {Field} field @param {any} value @returns {Control} */
function written(input, field, value) {
  input.name = field.name;
  input.value = value ?? '';
  if (field.max) input.maxLength = field.max;
  if (field.hint) input.placeholder = field.hint;
  return { element: input, value: () => input.value.trim() || null, focus: () => input.focus() };
}

/** @param {Field} field @param {any} value @param {string} type */
function typed(field, value, type) {
  const input = document.createElement('input');
  input.type = type;
  input.autocomplete = 'off';
  if (['integer', 'decimal', 'money'].includes(field.kind)) input.inputMode = 'decimal';
  return written(input, field, value);
}

/** @param {Field} field @param {any} value @returns {Control} */
function time(field, value) {
  const input = document.createElement('input');
  input.type = 'datetime-local';
  input.name = field.name;
  if (value) {
    const moment = new Date(value);
    input.value = new Date(moment.getTime() - moment.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  }
  return { element: input, value: () => (input.value ? new Date(input.value).toISOString() : null), focus: () => input.focus() };
}

/** @param {Field} field @param {any} value @returns {Control} */
function choice(field, value) {
  const options = field.options ?? [];
  const select = document.createElement('select');
  select.name = field.name;
  select.append(new Option(words('record.choose'), ''), ...options.map(({ code, label }) => new Option(label, code)));
  select.value = value ?? '';
  return { element: select, value: () => select.value || null, focus: () => select.focus() };
}

/** @param {Field} field @param {any} value @returns {Control} */
function flag(field, value) {
  const label = document.createElement('label');
  label.className = 'flag';
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.name = field.name;
  box.checked = value === true;
  label.append(box, field.label);
  return { element: label, value: () => box.checked, focus: () => box.focus() };
}
