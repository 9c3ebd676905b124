// @ts-check
/** Which part of a drawn shape lies under the hand, and what moving it does. */
import { distanceToSegment, outlineOf } from '../math/shapes.js';

/** @typedef {import('../math/affine.js').Point} Point */
/** @typedef {import('../math/shapes.js').ShapeKind} ShapeKind */
/** @typedef {{kind: ShapeKind, points: Point[]}} Shape */
/** @typedef {{part: number | 'whole', distance: number}} Grasp  part is a point's index */

/**
 * @param {Shape} shape @param {Point} point  in image pixels @param {import('../math/shapes.js').Pitch} pitch
 * @param {number} reach  in image pixels @returns {Grasp | null}
 */
export function graspOf({ kind, points }, point, pitch, reach) {
  const distances = points.map((corner) => Math.hypot(corner.x - point.x, corner.y - point.y));
  const nearest = distances.indexOf(Math.min(...distances));
  if (distances[nearest] <= reach) return { part: nearest, distance: distances[nearest] };
  const distance = Math.min(...segments(kind, points, pitch).map(([from, to]) => distanceToSegment(point, from, to)));
  return distance <= reach ? { part: 'whole', distance } : null;
}

/** @param {ShapeKind} kind @param {Point[]} points @param {import('../math/shapes.js').Pitch} pitch @returns {[Point, Point][]} */
function segments(kind, points, pitch) {
  const outline = outlineOf(kind, points, pitch);
  if (outline) return outline.map((corner, index) => [corner, outline[(index + 1) % outline.length]]);
  const all = points.slice(1).map((corner, index) => /** @type {[Point, Point]} */ ([points[index], corner]));
  return kind === 'cobb' || kind === 'ratio' ? all.filter((_, index) => index !== 1) : all;
}

/**
 * The points after the hand moved; a circle keeps its size when its centre is moved.
 * @param {Shape} shape @param {Grasp['part']} part @param {Point} by @returns {Point[]}
 */
export function movedPoints({ kind, points }, part, by) {
  const isWhole = part === 'whole' || (kind === 'circle' && part === 0);
  return points.map((point, index) => (isWhole || index === part ? { x: point.x + by.x, y: point.y + by.y } : point));
}
