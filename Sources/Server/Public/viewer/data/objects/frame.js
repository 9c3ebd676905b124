// @ts-check
/** What every object made here has: whose it is, which study, and who made it (PS3.3 C.7.1.1, C.7.2.1, C.7.5.1, C.12.1). */
import { newUID } from '../part10.js';

/** @typedef {import('../dataset.js').Dataset} Dataset */
/** @typedef {import('../part10.js').Elements} Elements */
/** @typedef {import('../image.js').Image} Image */

/** Attributes of patient and study that are copied from the image, with their VR; empty ones stay, as Type 2 asks. */
const copied = /** @type {const} */ ([
  ['00100020', 'LO'], ['00100030', 'DA'], ['00100040', 'CS'], ['00080020', 'DA'], ['00080030', 'TM'], ['00080050', 'SH'], ['00200010', 'SH'], ['00081030', 'LO'],
  ['0020000D', 'UI'],
]);

/** Optional in their modules: left out where the image has none. */
const optional = new Set(['00081030']);

/** @param {Date} now */
export function dateAndTime(now) {
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  return {
    date: `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`,
    time: `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`,
  };
}

/**
 * @param {Dataset} image  of the study @param {{sopClass: string, modality: string, description: string, seriesNumber: number, now: Date}} about
 * @returns {Elements}
 */
export function objectFrame(image, { sopClass, modality, description, seriesNumber, now }) {
  const { date, time } = dateAndTime(now);
  const name = image.personName('00100010');
  const groups = [name.alphabetic, name.ideographic, name.phonetic];
  while (groups.length && !groups[groups.length - 1]) groups.pop();
  /** @type {Elements} */
  const elements = {
    '00080005': ['CS', 'ISO_IR 192'],
    '00080016': ['UI', sopClass],
    '00080018': ['UI', newUID()],
    '00080021': ['DA', date],
    '00080031': ['TM', time],
    '00080060': ['CS', modality],
    '00080070': ['LO', 'Yigong'],
    '0008103E': ['LO', description],
    '00080090': ['PN', null],
    '00081090': ['LO', 'Yigong viewer'],
    '00100010': ['PN', groups.join('=')],
    '00181000': ['LO', '1'],
    '00181020': ['LO', '1'],
    '0020000E': ['UI', newUID()],
    '00200011': ['IS', seriesNumber],
    '00200013': ['IS', 1],
  };
  for (const [tag, vr] of copied) {
    const value = image.text(tag);
    if (value || !optional.has(tag)) elements[tag] = [vr, value];
  }
  return elements;
}

/**
 * An account name is a family name without a given one; without the delimiter it would be a name of the retired form (PS3.5 6.2).
 * @param {string} name
 */
export const personName = (name) => (name.includes('^') ? name : `${name}^`);

/** @param {string} value @param {string} scheme @param {string} meaning @returns {Elements} */
export const code = (value, scheme, meaning) => ({ '00080100': ['SH', value], '00080102': ['SH', scheme], '00080104': ['LO', meaning] });

/**
 * Class and instance (PS3.3 Table 10-11).
 * @param {{dataset: Dataset, instance: string}} image @param {number} [frame]  of a multi-frame image
 * @returns {Elements}
 */
export const reference = ({ dataset, instance }, frame) => ({
  '00081150': ['UI', dataset.text('00080016')], '00081155': ['UI', instance], ...(frame ? { '00081160': ['IS', frame] } : {}),
});

/**
 * Images once each, by series.
 * @param {Image[]} images @returns {[series: string, images: Image[]][]}
 */
export function bySeries(images) {
  /** @type {Map<string, Map<string, Image>>} */
  const found = new Map();
  for (const image of images) {
    const series = image.dataset.text('0020000E');
    if (!found.has(series)) found.set(series, new Map());
    found.get(series)?.set(image.instance, image);
  }
  return [...found].map(([series, list]) => [series, [...list.values()]]);
}

/** @param {Image} image */
export const isMultiFrame = ({ dataset }) => (dataset.number('00280008') ?? 1) > 1;
