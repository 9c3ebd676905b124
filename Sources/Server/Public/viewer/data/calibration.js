// @ts-check
/** How long a pixel is, and how far that can be trusted. */
import { Tag } from './tags.js';

/** @typedef {import('./image.js').Image} Image */
/** @typedef {import('../math/affine.js').Point} Point */

/**
 * 'hand' was set by a reader, 'patient' holds in the patient, 'detector' at the detector only (the body is larger there),
 * 'region' comes from an ultrasound region, 'none' is in pixels.
 * @typedef {{column: number, row: number, from: 'hand' | 'patient' | 'detector' | 'region' | 'none'}} Calibration
 */

/** PS3.3 C.8.5.5.1.2: Physical Units of centimetres. */
const centimetres = 3;

/**
 * Lengths set by hand, by series: millimetres per pixel column.
 * @type {Map<string, number>}
 */
const byHand = new Map();

/** @param {Image} image */
const seriesOf = (image) => image.dataset.text(Tag.SeriesInstanceUID) || image.instance;

/** @param {Image} image @param {number} millimetres  that a pixel column is wide */
export const calibrateByHand = (image, millimetres) => byHand.set(seriesOf(image), millimetres);

/** @param {Image} image */
export const calibrationByHand = (image) => byHand.get(seriesOf(image));

/**
 * By hand, else Pixel Spacing, else Imager Pixel Spacing (PS3.3 10.7.1.3), else the ultrasound region that holds every point
 * (PS3.3 C.8.5.5).
 * @param {Image} image @param {Point[]} points  of the measurement @returns {Calibration}
 */
export function calibrationOf(image, points) {
  const width = byHand.get(seriesOf(image));
  if (width) return { column: width, row: width * image.aspect, from: 'hand' };
  const { spacing } = image;
  if (spacing) return { column: spacing.column, row: spacing.row, from: spacing.at };
  const region = regionAround(image, points);
  return region ?? { column: 1, row: image.aspect, from: 'none' };
}

/** @param {Image} image @param {Point[]} points @returns {Calibration | null} */
function regionAround({ dataset }, points) {
  for (const region of dataset.items(Tag.SequenceOfUltrasoundRegions)) {
    const number = (/** @type {string} */ tag) => region.number(tag) ?? NaN;
    const [left, right] = [number(Tag.RegionLocationMinX0), number(Tag.RegionLocationMaxX1) + 1];
    const [top, bottom] = [number(Tag.RegionLocationMinY0), number(Tag.RegionLocationMaxY1) + 1];
    if (!points.every(({ x, y }) => x >= left && x <= right && y >= top && y <= bottom)) continue;
    if (number(Tag.PhysicalUnitsXDirection) !== centimetres || number(Tag.PhysicalUnitsYDirection) !== centimetres) continue;
    // The sign says which way the axis runs, and matters to no length.
    const [column, row] = [Math.abs(number(Tag.PhysicalDeltaX)) * 10, Math.abs(number(Tag.PhysicalDeltaY)) * 10];
    if (column > 0 && row > 0) return { column, row, from: 'region' };
  }
  return null;
}
