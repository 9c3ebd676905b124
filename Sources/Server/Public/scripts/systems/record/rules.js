// @ts-check
/** The checks of the declarations, made before the server makes them again. */
import { words } from '../../i18n/words.js';

/** @typedef {import('../catalogue.js').Field} Field @typedef {import('../catalogue.js').Entity} Entity @typedef {import('../api.js').FieldProblem} FieldProblem */

const isBlank = (/** @type {any} */ value) => value === null || value === undefined || value === '';

/**
 * What is wrong with one value; nothing where it may be.
 * @param {Field} field @param {any} value @param {boolean} isAsked
 */
function problemOf(field, value, isAsked) {
  if (isBlank(value)) return isAsked ? words('record.required') : '';
  if (field.max && [...String(value)].length > field.max) return words('record.tooLong', { max: field.max });
  const isFigure = ['integer', 'decimal', 'money'].includes(field.kind);
  const digits = field.kind === 'integer' ? 0 : field.kind === 'money' ? 2 : field.digits ?? 0;
  if (isFigure && !new RegExp(digits ? `^-?\\d+(\\.\\d{1,${digits}})?$` : '^-?\\d+$').test(String(value))) return words('record.wrong');
  if (isFigure && field.low !== undefined && field.high !== undefined && (Number(value) < field.low || Number(value) > field.high)) return `${field.low} – ${field.high}`;
  if (field.format === 'citizenID' && !isCitizenID(String(value))) return words('record.wrong');
  return '';
}

/** GB 11643-1999: the last character follows from the others. @param {string} text */
export function isCitizenID(text) {
  if (!/^\d{17}[\dXx]$/.test(text)) return false;
  const sum = [...text.slice(0, 17)].reduce((total, digit, place) => total + Number(digit) * (2 ** (17 - place) % 11), 0);
  return '10X98765432'[sum % 11] === text[17].toUpperCase();
}

/**
 * @param {Entity} entity @param {Field[]} fields those that the form shows @param {Record<string, any>} values @param {Set<string>} asked
 * @returns {FieldProblem[]}
 */
export function problemsOf(entity, fields, values, asked) {
  const found = fields.flatMap((field) => {
    const message = problemOf(field, values[field.name], asked.has(field.name));
    return message ? [{ field: field.name, message: `${field.label}：${message}` }] : [];
  });
  for (const rule of entity.rules) {
    const broken = rule.kind === 'differs' ? !isBlank(values[rule.field]) && values[rule.field] === values[rule.other]
      : rule.kind === 'inOrder' ? !isBlank(values[rule.earlier]) && !isBlank(values[rule.later]) && values[rule.earlier] > values[rule.later]
        : values[rule.other] === rule.is && isBlank(values[rule.field]);
    if (broken && fields.some(({ name }) => name === rule.field)) found.push({ field: rule.field, message: rule.text });
  }
  return found;
}
