// @ts-check
/** Findings as lines of text beside their shape. */
import { displayNumber } from '../data/text.js';

/** @typedef {import('../data/findings.js').Finding} Finding */
/** @typedef {import('../data/findings.js').Findings} Findings */
/** @typedef {(key: string, values?: Record<string, any>) => string} Words */

/** @type {Record<string, string>} */
const units = { mm: 'mm', mm2: 'mm²', px: 'px', px2: 'px²', deg: '°', 1: '', BQML: 'Bq/ml' };

/** Lines with more than one finding on them, in this order; the rest have a line of their own. */
const together = [['mean', 'deviation'], ['minimum', 'maximum']];

/** @param {string} kind @param {Findings} measured @param {string} text @param {Words} words @returns {string[]} */
export function findingLines(kind, { findings, calibration }, text, words) {
  const caveat = ['detector', 'hand', 'none'].includes(calibration.from) ? words(`calibration.${calibration.from}`) : '';
  const lines = text ? [text] : [];
  for (const finding of findings) {
    if (together.some(([, second]) => second === finding.name)) continue;
    const partner = together.find(([first]) => first === finding.name)?.[1];
    const parts = [finding, ...findings.filter(({ name }) => name === partner)];
    const isOfLength = finding.unit.startsWith('mm') || finding.unit.startsWith('px');
    const line = parts.map((part) => findingText(part, isAlone(kind, findings), words)).join('  ');
    lines.push(isOfLength && caveat ? `${line} ${caveat}` : line);
  }
  return lines;
}

/** @param {string} kind @param {Finding[]} findings */
const isAlone = (kind, findings) => findings.length === 1 && kind !== 'ratio';

/** @param {Finding} finding @param {boolean} withoutName @param {Words} words */
function findingText({ name, value, unit }, withoutName, words) {
  const number = `${displayNumber(value, digitsOf(name, value))}${unit === 'deg' ? '' : ' '}${units[unit] ?? unit}`.trim();
  return withoutName ? number : `${words(`finding.${name}`)} ${number}`;
}

/** @param {string} name @param {number} value */
function digitsOf(name, value) {
  if (name === 'ratio') return 3;
  if (Math.abs(value) < 10) return 2;
  return Math.abs(value) < 10000 ? 1 : 0;
}
