// @ts-check
/**
 * Affine maps of the plane, written [a, b, c, d, e, f] as CSS and canvas write them:
 * x' = a·x + c·y + e and y' = b·x + d·y + f.
 */

/** @typedef {[number, number, number, number, number, number]} Affine */
/** @typedef {{x: number, y: number}} Point */

/** @type {Affine} */
export const identity = [1, 0, 0, 1, 0, 0];

/** @param {number} x @param {number} y @returns {Affine} */
export const translation = (x, y) => [1, 0, 0, 1, x, y];

/** @param {number} x @param {number} y @returns {Affine} */
export const scaling = (x, y) => [x, 0, 0, y, 0, 0];

/**
 * Clockwise on a screen, whose y points down. Right angles are exact, so that a quarter turn does not blur.
 * @param {number} degrees @returns {Affine}
 */
export function rotation(degrees) {
  const radians = (degrees * Math.PI) / 180;
  const exact = degrees % 90 === 0 ? Math.round : (/** @type {number} */ value) => value;
  const cosine = exact(Math.cos(radians));
  const sine = exact(Math.sin(radians));
  return [cosine, sine, -sine, cosine, 0, 0];
}

/**
 * The map that applies the last argument first.
 * @param {...Affine} maps @returns {Affine}
 */
export const compose = (...maps) => maps.reduce((m, n) => [
  m[0] * n[0] + m[2] * n[1],
  m[1] * n[0] + m[3] * n[1],
  m[0] * n[2] + m[2] * n[3],
  m[1] * n[2] + m[3] * n[3],
  m[0] * n[4] + m[2] * n[5] + m[4],
  m[1] * n[4] + m[3] * n[5] + m[5],
]);

/** @param {Affine} m @returns {Affine} */
export function inverse([a, b, c, d, e, f]) {
  const determinant = a * d - b * c;
  return [
    d / determinant, -b / determinant, -c / determinant, a / determinant,
    (c * f - d * e) / determinant, (b * e - a * f) / determinant,
  ];
}

/** @param {Affine} m @param {Point} point @returns {Point} */
export const apply = ([a, b, c, d, e, f], { x, y }) => ({ x: a * x + c * y + e, y: b * x + d * y + f });

/**
 * Applies the linear part only: directions do not move.
 * @param {Affine} m @param {Point} direction @returns {Point}
 */
export const applyToDirection = ([a, b, c, d], { x, y }) => ({ x: a * x + c * y, y: b * x + d * y });
