// @ts-check
/**
 * Values of interest: from modality values to a brightness between 0 and 1 (PS3.3 C.11.2).
 * The WebGL shader repeats these formulas; Tests/Browser compares the two.
 */
import { lookup } from './lookup.js';

/** @typedef {import('./lookup.js').LookupTable} LookupTable */
/** @typedef {'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID'} WindowFunction */
/** @typedef {{kind: 'window', center: number, width: number, shape: WindowFunction}} Window */
/** @typedef {{kind: 'table', table: LookupTable}} TableVOI */
/** @typedef {Window | TableVOI} VOI */

/**
 * PS3.3 C.11.2.1.2.1. Width is never below 1 there; a smaller one is read as 1.
 * @param {number} value @param {Window} window
 */
export function linear(value, { center, width }) {
  const span = Math.max(width, 1) - 1;
  const middle = center - 0.5;
  if (value <= middle - span / 2) return 0;
  if (value > middle + span / 2) return 1;
  return (value - middle) / span + 0.5;
}

/**
 * PS3.3 C.11.2.1.3.2.
 * @param {number} value @param {Window} window
 */
export function linearExact(value, { center, width }) {
  if (value <= center - width / 2) return 0;
  if (value > center + width / 2) return 1;
  return (value - center) / width + 0.5;
}

/**
 * PS3.3 C.11.2.1.3.1.
 * @param {number} value @param {Window} window
 */
export const sigmoid = (value, { center, width }) => 1 / (1 + Math.exp((-4 * (value - center)) / width));

const shapes = { LINEAR: linear, LINEAR_EXACT: linearExact, SIGMOID: sigmoid };

/**
 * Brightness of one modality value.
 * @param {number} value @param {VOI} voi
 */
export function brightness(value, voi) {
  if (voi.kind === 'table') return lookup(voi.table, Math.round(value)) / voi.table.maximum;
  return shapes[voi.shape](value, voi);
}

/**
 * A window that shows everything from minimum to maximum, for images that carry none. Whole numbers take the
 * LINEAR form, whose end values are then exactly black and white; fractions the exact one.
 * @param {number} minimum @param {number} maximum @returns {Window}
 */
export function windowOver(minimum, maximum) {
  const whole = Number.isInteger(minimum) && Number.isInteger(maximum);
  if (whole) return { kind: 'window', shape: 'LINEAR', center: (minimum + maximum + 1) / 2, width: maximum - minimum + 1 };
  return { kind: 'window', shape: 'LINEAR_EXACT', center: (minimum + maximum) / 2, width: maximum - minimum || 1 };
}

/**
 * The narrowest width that still means something for this shape.
 * @param {WindowFunction} shape
 */
export const narrowest = (shape) => (shape === 'LINEAR' ? 1 : 1e-6);
