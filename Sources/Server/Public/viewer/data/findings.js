// @ts-check
/** What an annotation measures on an image: numbers with their units, in the order in which they are told. */
import { calibrationOf } from './calibration.js';
import { Tag } from './tags.js';
import { angleAt, areaOf, cobbAngle, distance, outlineOf, pathLength, perimeterOf } from '../math/shapes.js';
import { runsInside, statisticsOf } from '../math/regions.js';

/** @typedef {import('./annotations.js').Annotation} Annotation */
/** @typedef {import('./calibration.js').Calibration} Calibration */
/** @typedef {import('./image.js').Image} Image */
/** @typedef {import('./pixels.js').Pixels} Pixels */
/** @typedef {'length' | 'perimeter' | 'angle' | 'ratio' | 'area' | 'mean' | 'deviation' | 'minimum' | 'maximum' | 'value'} FindingName */
/** @typedef {{name: FindingName, value: number, unit: string}} Finding  unit: mm, mm2, px, px2, deg, 1, or that of the values */
/** @typedef {{findings: Finding[], calibration: Calibration}} Findings */

/**
 * From stored values to what they are told in: SUV where the series allows it, else the file's own unit.
 * @typedef {{factor: number, unit: string}} Quantity
 */

/**
 * @param {Annotation} annotation @param {Image} image
 * @param {Pixels | null} pixels  of that image; without them nothing is said of values
 * @param {Quantity | null} [quantity]  multiplies modality values
 * @returns {Findings}
 */
export function findingsOf({ kind, points }, image, pixels, quantity = null) {
  const calibration = calibrationOf(image, points);
  const unit = calibration.from === 'none' ? 'px' : 'mm';
  const findings = /** @type {Finding[]} */ ([]);
  const tell = (/** @type {FindingName} */ name, /** @type {number} */ value, /** @type {string} */ of) => findings.push({ name, value, unit: of });
  if (kind === 'length' && points.length === 2) tell('length', distance(points[0], points[1], calibration), unit);
  if (kind === 'polyline') tell('length', pathLength(points, calibration), unit);
  if (kind === 'angle' && points.length === 3) tell('angle', angleAt(points, calibration), 'deg');
  if (kind === 'cobb' && points.length === 4) tell('angle', cobbAngle(points, calibration), 'deg');
  if (kind === 'ratio' && points.length === 4) {
    const [heart, chest] = [distance(points[0], points[1], calibration), distance(points[2], points[3], calibration)];
    if (chest > 0) tell('ratio', heart / chest, '1');
  }
  if (outlineOf(kind, points, calibration)) {
    tell('area', areaOf(kind, points, calibration), `${unit}2`);
    tell('perimeter', perimeterOf(kind, points, calibration), unit);
  }
  if (pixels?.kind === 'values') findings.push(...valuesIn(kind, points, calibration, image, pixels, quantity));
  return { findings, calibration };
}

/**
 * @param {Annotation['kind']} kind @param {Annotation['points']} points @param {Calibration} calibration @param {Image} image
 * @param {import('./pixels.js').ValuePixels} pixels @param {Quantity | null} quantity @returns {Finding[]}
 */
function valuesIn(kind, points, calibration, image, pixels, quantity) {
  const { slope, intercept } = image.modality;
  const toUnit = (/** @type {number} */ stored) => (stored * slope + intercept) * (quantity?.factor ?? 1);
  const unit = quantity?.unit ?? unitOf(image);
  if (kind === 'point') {
    const [column, row] = [Math.floor(points[0].x), Math.floor(points[0].y)];
    const found = statisticsOf(pixels, isInside(column, row, pixels) ? [{ row, first: column, last: column }] : [], image.padding, toUnit);
    return found ? [{ name: 'value', value: found.mean, unit }] : [];
  }
  const found = statisticsOf(pixels, runsInside(kind, points, calibration, pixels), image.padding, toUnit);
  if (!found) return [];
  return (/** @type {const} */ (['mean', 'deviation', 'minimum', 'maximum'])).map((name) => ({ name, value: found[name], unit }));
}

/** @param {number} column @param {number} row @param {{rows: number, columns: number}} image */
const isInside = (column, row, { rows, columns }) => column >= 0 && row >= 0 && column < columns && row < rows;

/**
 * Rescale Type 'US' is “unspecified” (PS3.3 C.11.1.1.2); CT without a type is in Hounsfield units.
 * @param {Image} image
 */
export function unitOf(image) {
  const { unit } = image.modality;
  if (unit && unit !== 'US') return unit;
  const stated = image.dataset.text(Tag.Units);
  return stated || (image.dataset.text(Tag.Modality) === 'CT' ? 'HU' : '');
}
