// @ts-check
/**
 * Measured shapes in image pixels, where pixel (0, 0) covers 0 to 1 in both (PS3.3 C.10.5.1.2, C.18.6.1.1).
 * Lengths and areas are asked for with the size of a pixel, so that pixels that are not square measure right.
 */

/** @typedef {import('./affine.js').Point} Point */
/** @typedef {{column: number, row: number}} Pitch  width and height of a pixel */
/** @typedef {'length' | 'polyline' | 'angle' | 'cobb' | 'ratio' | 'ellipse' | 'circle' | 'rectangle' | 'polygon' | 'freehand' | 'point' | 'arrow'} ShapeKind */

/**
 * How a shape comes about: the points that each stroke of the hand adds. 'clicks' goes on until it is ended, 'trace' follows the hand.
 * @type {Record<ShapeKind, number[] | 'clicks' | 'trace'>}
 */
export const strokesOf = {
  length: [2], polyline: 'clicks', angle: [2, 1], cobb: [2, 2], ratio: [2, 2], ellipse: [2], circle: [2], rectangle: [2],
  polygon: 'clicks', freehand: 'trace', point: [1], arrow: [2],
};

/** Corners that an ellipse is drawn and measured with, where a polygon is needed. */
const roundness = 96;

/** @param {Point} a @param {Point} b @param {Pitch} pitch */
export const distance = (a, b, { column, row }) => Math.hypot((b.x - a.x) * column, (b.y - a.y) * row);

/** @param {Point[]} points @param {Pitch} pitch */
export const pathLength = (points, pitch) => points.slice(1).reduce((sum, point, index) => sum + distance(points[index], point, pitch), 0);

/**
 * Between the directions a→b and c→d, 0 to 180 degrees.
 * @param {[Point, Point, Point, Point]} ends @param {Pitch} pitch
 */
export function angleBetween([a, b, c, d], { column, row }) {
  const one = { x: (b.x - a.x) * column, y: (b.y - a.y) * row };
  const other = { x: (d.x - c.x) * column, y: (d.y - c.y) * row };
  const turn = Math.atan2(one.x * other.y - one.y * other.x, one.x * other.x + one.y * other.y);
  return Math.abs((turn * 180) / Math.PI);
}

/**
 * At the middle of three points.
 * @param {Point[]} points @param {Pitch} pitch
 */
export const angleAt = ([a, b, c], pitch) => angleBetween([b, a, b, c], pitch);

/**
 * Of two lines, which have no direction: never more than 90 degrees.
 * @param {Point[]} points @param {Pitch} pitch
 */
export function cobbAngle([a, b, c, d], pitch) {
  const angle = angleBetween([a, b, c, d], pitch);
  return Math.min(angle, 180 - angle);
}

/**
 * The outline of what encloses an area, as a closed polygon; null for what encloses none.
 * @param {ShapeKind} kind @param {Point[]} points @param {Pitch} pitch @returns {Point[] | null}
 */
export function outlineOf(kind, points, pitch) {
  if (points.length < 2) return null;
  if (kind === 'rectangle') return corners(points);
  if (kind === 'ellipse' || kind === 'circle') return roundOutline(ellipseOf(kind, points, pitch));
  return (kind === 'polygon' || kind === 'freehand') && points.length > 2 ? points : null;
}

/**
 * Centre and half axes in pixels. An ellipse is given by two opposite corners of its box, a circle by centre and rim.
 * @param {'ellipse' | 'circle'} kind @param {Point[]} points @param {Pitch} pitch
 */
export function ellipseOf(kind, [a, b], pitch) {
  if (kind === 'ellipse') {
    return { centre: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, across: Math.abs(b.x - a.x) / 2, down: Math.abs(b.y - a.y) / 2 };
  }
  const radius = distance(a, b, pitch);
  return { centre: a, across: radius / pitch.column, down: radius / pitch.row };
}

/**
 * Enclosed by the shape, in the square of the pitch's unit; exact for round shapes.
 * @param {ShapeKind} kind @param {Point[]} points @param {Pitch} pitch
 */
export function areaOf(kind, points, pitch) {
  if (kind === 'ellipse' || kind === 'circle') {
    const { across, down } = ellipseOf(kind, points, pitch);
    return Math.PI * across * pitch.column * down * pitch.row;
  }
  const outline = outlineOf(kind, points, pitch) ?? [];
  const doubled = outline.reduce((sum, { x, y }, index) => {
    const next = outline[(index + 1) % outline.length];
    return sum + x * next.y - next.x * y;
  }, 0);
  return (Math.abs(doubled) / 2) * pitch.column * pitch.row;
}

/**
 * Around the shape.
 * @param {ShapeKind} kind @param {Point[]} points @param {Pitch} pitch
 */
export function perimeterOf(kind, points, pitch) {
  const outline = outlineOf(kind, points, pitch) ?? [];
  return outline.length ? pathLength([...outline, outline[0]], pitch) : 0;
}

/** @param {Point[]} points @returns {Point[]} */
const corners = ([a, b]) => [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }];

/** @param {{centre: Point, across: number, down: number}} ellipse @returns {Point[]} */
function roundOutline({ centre, across, down }) {
  return Array.from({ length: roundness }, (_, index) => {
    const turn = (index / roundness) * 2 * Math.PI;
    return { x: centre.x + across * Math.cos(turn), y: centre.y + down * Math.sin(turn) };
  });
}

/**
 * How far a point lies from a line between two others.
 * @param {Point} point @param {Point} from @param {Point} to
 */
export function distanceToSegment(point, from, to) {
  const along = { x: to.x - from.x, y: to.y - from.y };
  const squared = along.x ** 2 + along.y ** 2;
  const share = squared ? ((point.x - from.x) * along.x + (point.y - from.y) * along.y) / squared : 0;
  const held = Math.min(1, Math.max(0, share));
  return Math.hypot(point.x - from.x - held * along.x, point.y - from.y - held * along.y);
}
