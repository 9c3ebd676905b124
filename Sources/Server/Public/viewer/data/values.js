// @ts-check
/** From stored values to modality values and on to values of interest: what one frame says about its numbers. */
import { Tag } from './tags.js';
import { lookupTable } from '../math/lookup.js';

/** @typedef {import('./dataset.js').Dataset} Dataset */
/** @typedef {import('./functionalgroups.js').FunctionalGroups} FunctionalGroups */
/** @typedef {import('../math/lookup.js').LookupTable} LookupTable */
/** @typedef {import('../math/voi.js').VOI} VOI */
/** @typedef {{slope: number, intercept: number, table: LookupTable | null, unit: string}} ModalityTransform */
/** @typedef {{voi: VOI, label: string}} NamedVOI */
/** @typedef {{low: number, high: number}} Padding */

/**
 * The table wins over rescale (PS3.3 C.11.1). A slope of zero would wipe the picture out and is read as one.
 * @param {FunctionalGroups} groups @param {number} frame @param {boolean} signed @returns {ModalityTransform}
 */
export function modalityTransform(groups, frame, signed) {
  const group = groups.group(frame, Tag.PixelValueTransformationSequence);
  const [item] = groups.dataset.items(Tag.ModalityLUTSequence);
  const table = item ? tableOf(item, signed) : null;
  return {
    slope: (!table && group.number(Tag.RescaleSlope)) || 1,
    intercept: (!table && group.number(Tag.RescaleIntercept)) || 0,
    table,
    unit: table ? item.text(Tag.ModalityLUTType) : group.text(Tag.RescaleType),
  };
}

/**
 * Every window and table that the frame offers, each once, tables first: VOI LUT Sequence replaces the window (PS3.3 C.11.2).
 * @param {FunctionalGroups} groups @param {number} frame @param {boolean} signed  whether modality values are signed
 * @returns {NamedVOI[]}
 */
export function valuesOfInterest(groups, frame, signed) {
  const group = groups.group(frame, Tag.FrameVOILUTSequence);
  const tables = group.items(Tag.VOILUTSequence).flatMap((item) => tableOf(item, signed) ?? []);
  const centers = group.numbers(Tag.WindowCenter);
  const widths = group.numbers(Tag.WindowWidth);
  const labels = group.values(Tag.WindowCenterWidthExplanation).map(String);
  const named = group.text(Tag.VOILUTFunction);
  const shape = named === 'SIGMOID' || named === 'LINEAR_EXACT' ? named : 'LINEAR';
  const windows = centers.slice(0, widths.length)
    .map((center, index) => ({ center, width: widths[index], label: labels[index] ?? '' }))
    .filter(({ center, width }, index) => width > 0 && !centers.slice(0, index).some((other, at) => other === center && widths[at] === width));
  return [
    ...tables.map((table) => ({ label: table.label, voi: /** @type {VOI} */ ({ kind: 'table', table }) })),
    ...windows.map(({ center, width, label }) => ({ label, voi: /** @type {VOI} */ ({ kind: 'window', center, width, shape }) })),
  ];
}

/**
 * In stored values, both ends inclusive (PS3.3 C.7.5.1.1.2).
 * @param {Dataset} dataset @param {boolean} signed @returns {Padding | null}
 */
export function paddingOf(dataset, signed) {
  const value = dataset.number(Tag.PixelPaddingValue);
  if (value === undefined) return null;
  const limit = dataset.number(Tag.PixelPaddingRangeLimit) ?? value;
  // US and SS share their bits; writers put 63536 where -2000 is meant.
  const read = (/** @type {number} */ number) => (signed && number > 32767 ? number - 65536 : number);
  return { low: Math.min(read(value), read(limit)), high: Math.max(read(value), read(limit)) };
}

/** @param {Dataset} item  of a LUT sequence @param {boolean} signed */
export function tableOf(item, signed) {
  const label = item.text(Tag.LUTExplanation);
  const descriptor = item.numbers(Tag.LUTDescriptor);
  const bytes = item.binary(Tag.LUTData)?.bytes ?? wordsAsBytes(item.numbers(Tag.LUTData));
  return lookupTable(descriptor, bytes, signed, label);
}

/**
 * LUT Data with VR US arrives as numbers instead of as bytes.
 * @param {number[]} words
 */
function wordsAsBytes(words) {
  const bytes = new DataView(new ArrayBuffer(words.length * 2));
  words.forEach((word, index) => bytes.setUint16(index * 2, word & 0xffff, true));
  return new Uint8Array(bytes.buffer);
}
