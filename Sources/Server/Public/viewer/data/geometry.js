// @ts-check
/** Where a frame lies in the patient, and how large its pixels are. */
import { Tag } from './tags.js';
import { cross, dot } from '../math/vector.js';

/** @typedef {import('../math/vector.js').Vector} Vector */
/** @typedef {import('./functionalgroups.js').FunctionalGroups} FunctionalGroups */

/**
 * @typedef {Object} Plane
 * @property {Vector} position  centre of the first pixel (PS3.3 C.7.6.2.1.1)
 * @property {Vector} row       direction in which columns count up
 * @property {Vector} column    direction in which rows count up
 * @property {Vector} normal
 * @property {number} location  position along the normal: the slice position, never SliceThickness or SliceLocation
 */

/**
 * @typedef {Object} Spacing
 * @property {number} row      distance between rows, millimetres
 * @property {number} column   distance between columns, millimetres
 * @property {'patient' | 'detector'} at  where the millimetres hold: ImagerPixelSpacing is true at the detector only
 */

/** @param {FunctionalGroups} groups @param {number} frame @returns {Plane | null} */
export function planeOf(groups, frame) {
  const position = groups.group(frame, Tag.PlanePositionSequence).numbers(Tag.ImagePositionPatient);
  const axes = groups.group(frame, Tag.PlaneOrientationSequence).numbers(Tag.ImageOrientationPatient);
  if (position.length !== 3 || axes.length !== 6) return null;
  const row = /** @type {Vector} */ (axes.slice(0, 3));
  const column = /** @type {Vector} */ (axes.slice(3));
  const normal = cross(row, column);
  const origin = /** @type {Vector} */ (position);
  return { position: origin, row, column, normal, location: dot(origin, normal) };
}

/** @param {FunctionalGroups} groups @param {number} frame @returns {Spacing | null} */
export function spacingOf(groups, frame) {
  const patient = groups.group(frame, Tag.PixelMeasuresSequence).numbers(Tag.PixelSpacing);
  if (isSpacing(patient)) return { row: patient[0], column: patient[1], at: 'patient' };
  const detector = groups.dataset.numbers(Tag.ImagerPixelSpacing);
  return isSpacing(detector) ? { row: detector[0], column: detector[1], at: 'detector' } : null;
}

/**
 * Height of a pixel divided by its width: from the spacing, else from PixelAspectRatio (PS3.3 C.7.6.3.1.7).
 * @param {Spacing | null} spacing @param {number[]} ratio
 */
export function aspectOf(spacing, ratio) {
  if (spacing) return spacing.row / spacing.column;
  return isSpacing(ratio) ? ratio[0] / ratio[1] : 1;
}

/** @param {number[]} values */
const isSpacing = (values) => values.length === 2 && values.every((value) => value > 0);
