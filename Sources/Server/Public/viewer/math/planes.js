// @ts-check
/** Image planes in the patient: from pixels to millimetres in space, back, and where two planes cross. */
import { add, cross, dot, length, normalised, scale, subtract } from './vector.js';

/** @typedef {import('./vector.js').Vector} Vector */
/** @typedef {import('./affine.js').Point} Point */
/** @typedef {{position: Vector, row: Vector, column: Vector, normal: Vector}} Plane */
/** @typedef {{row: number, column: number}} Spacing  millimetres between rows, and between columns */
/** @typedef {{plane: Plane | null, spacing: Spacing | null, rows: number, columns: number}} Placed  an image that may say how it lies */

/** Planes closer than this (about 3°) have no line in common that is worth drawing. */
const nearlyParallel = Math.sin((3 * Math.PI) / 180);

/**
 * PS3.3 C.7.6.2.1.1; the plane's position is the centre of the first pixel, which is (0.5, 0.5) here.
 * @param {Placed} image @param {Point} point @returns {Vector | null}
 */
export function patientPoint({ plane, spacing }, { x, y }) {
  if (!plane || !spacing) return null;
  return add(plane.position, add(scale(plane.row, (x - 0.5) * spacing.column), scale(plane.column, (y - 0.5) * spacing.row)));
}

/**
 * The pixel under which a place of the patient lies, and how far it is in front of the plane, in millimetres.
 * @param {Placed} image @param {Vector} place @returns {{x: number, y: number, depth: number} | null}
 */
export function imagePoint({ plane, spacing }, place) {
  if (!plane || !spacing) return null;
  const offset = subtract(place, plane.position);
  return {
    x: dot(offset, plane.row) / spacing.column + 0.5,
    y: dot(offset, plane.column) / spacing.row + 0.5,
    depth: dot(offset, plane.normal),
  };
}

/**
 * The line in which the plane of another image crosses this one, as far as both reach; null where they do not meet.
 * @param {Placed} image @param {Placed} other @returns {[Point, Point] | null}
 */
export function crossing(image, other) {
  if (!image.plane || !other.plane || !image.spacing || !other.spacing) return null;
  const direction = cross(image.plane.normal, other.plane.normal);
  if (length(direction) < nearlyParallel) return null;
  const along = normalised(direction);
  // A point of both planes: from this plane's position, within this plane, towards the other plane.
  const towards = normalised(cross(along, image.plane.normal));
  const gap = dot(subtract(other.plane.position, image.plane.position), other.plane.normal);
  const start = add(image.plane.position, scale(towards, gap / dot(towards, other.plane.normal)));
  const inside = [image, other].reduce((range, placed) => clipped(range, placed, start, along), /** @type {[number, number] | null} */ ([-1e6, 1e6]));
  if (!inside) return null;
  const [from, to] = inside.map((distance) => imagePoint(image, add(start, scale(along, distance))));
  return from && to ? [{ x: from.x, y: from.y }, { x: to.x, y: to.y }] : null;
}

/**
 * The part of a line that lies over an image.
 * @param {[number, number] | null} range @param {Placed} image @param {Vector} start @param {Vector} along @returns {[number, number] | null}
 */
function clipped(range, image, start, along) {
  const a = imagePoint(image, start);
  const b = imagePoint(image, add(start, along));
  if (!range || !a || !b) return null;
  let [low, high] = range;
  for (const [from, step, limit] of [[a.x, b.x - a.x, image.columns], [a.y, b.y - a.y, image.rows]]) {
    if (Math.abs(step) < 1e-9) {
      if (from < 0 || from > limit) return null;
      continue;
    }
    const ends = [-from / step, (limit - from) / step].sort((one, other) => one - other);
    low = Math.max(low, ends[0]);
    high = Math.min(high, ends[1]);
  }
  return low < high ? [low, high] : null;
}
