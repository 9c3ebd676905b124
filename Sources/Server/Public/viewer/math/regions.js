// @ts-check
/** Which pixels a shape holds, and what their values come to. A pixel is held when its centre is inside. */
import { ellipseOf, outlineOf } from './shapes.js';

/** @typedef {import('./affine.js').Point} Point */
/** @typedef {import('./shapes.js').ShapeKind} ShapeKind */
/** @typedef {import('./shapes.js').Pitch} Pitch */
/** @typedef {{first: number, last: number, row: number}} Run  pixels of one row, both ends inclusive */
/** @typedef {{count: number, mean: number, deviation: number, minimum: number, maximum: number}} Statistics */

/**
 * @param {ShapeKind} kind @param {Point[]} points @param {Pitch} pitch @param {{rows: number, columns: number}} image
 * @returns {Run[]}
 */
export function runsInside(kind, points, pitch, image) {
  if (kind === 'ellipse' || kind === 'circle') return runsInEllipse(ellipseOf(kind, points, pitch), image);
  const outline = outlineOf(kind, points, pitch);
  return outline ? runsInPolygon(outline, image) : [];
}

/** @param {{centre: Point, across: number, down: number}} ellipse @param {{rows: number, columns: number}} image @returns {Run[]} */
function runsInEllipse({ centre, across, down }, { rows, columns }) {
  const runs = /** @type {Run[]} */ ([]);
  const last = Math.min(rows - 1, Math.floor(centre.y + down - 0.5));
  for (let row = Math.max(0, Math.ceil(centre.y - down - 0.5)); row <= last; row += 1) {
    const part = 1 - ((row + 0.5 - centre.y) / down) ** 2;
    if (part >= 0) pushRun(runs, row, centre.x - across * Math.sqrt(part), centre.x + across * Math.sqrt(part), columns);
  }
  return runs;
}

/**
 * Even-odd, as a stroke that crosses itself is drawn.
 * @param {Point[]} outline @param {{rows: number, columns: number}} image @returns {Run[]}
 */
function runsInPolygon(outline, { rows, columns }) {
  const runs = /** @type {Run[]} */ ([]);
  const heights = outline.map(({ y }) => y);
  const last = Math.min(rows - 1, Math.floor(Math.max(...heights) - 0.5));
  for (let row = Math.max(0, Math.ceil(Math.min(...heights) - 0.5)); row <= last; row += 1) {
    const crossings = crossingsAt(outline, row + 0.5);
    for (let index = 0; index + 1 < crossings.length; index += 2) pushRun(runs, row, crossings[index], crossings[index + 1], columns);
  }
  return runs;
}

/** @param {Point[]} outline @param {number} height */
function crossingsAt(outline, height) {
  const crossings = outline.flatMap((a, index) => {
    const b = outline[(index + 1) % outline.length];
    if ((a.y <= height) === (b.y <= height)) return [];
    return [a.x + ((height - a.y) / (b.y - a.y)) * (b.x - a.x)];
  });
  return crossings.sort((a, b) => a - b);
}

/** @param {Run[]} runs @param {number} row @param {number} from @param {number} to @param {number} columns */
function pushRun(runs, row, from, to, columns) {
  const first = Math.max(0, Math.ceil(from - 0.5));
  const last = Math.min(columns - 1, Math.floor(to - 0.5));
  if (first <= last) runs.push({ row, first, last });
}

/**
 * Of the values that are no padding (PS3.3 C.7.5.1.1.2); the deviation is that of a sample. Null where nothing is left.
 * @param {{values: ArrayLike<number>, columns: number}} pixels @param {Run[]} runs
 * @param {{low: number, high: number} | null} padding  stored values, both ends inclusive
 * @param {(stored: number) => number} toUnit  from a stored value to the unit that is told
 * @returns {Statistics | null}
 */
export function statisticsOf({ values, columns }, runs, padding, toUnit) {
  const low = padding?.low ?? Infinity;
  const high = padding?.high ?? -Infinity;
  let [count, mean, squares, minimum, maximum] = [0, 0, 0, Infinity, -Infinity];
  for (const { row, first, last } of runs) {
    for (let index = row * columns + first; index <= row * columns + last; index += 1) {
      const stored = values[index];
      if (!Number.isFinite(stored) || (stored >= low && stored <= high)) continue;
      const value = toUnit(stored);
      count += 1;
      // Welford's way: sums of squares would lose the spread of values far from zero.
      const step = value - mean;
      mean += step / count;
      squares += step * (value - mean);
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
    }
  }
  if (count === 0) return null;
  return { count, mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : 0, minimum, maximum };
}
