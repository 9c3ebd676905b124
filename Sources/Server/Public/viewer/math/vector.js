// @ts-check
/** Three-component vectors of the patient coordinate system (PS3.3 C.7.6.2.1.1), in millimetres. */

/** @typedef {[number, number, number]} Vector */

/** @param {Vector} a @param {Vector} b */
export const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** @param {Vector} a @param {Vector} b @returns {Vector} */
export const cross = (a, b) => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** @param {Vector} a @param {Vector} b @returns {Vector} */
export const subtract = (a, b) => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];

/** @param {Vector} a @param {Vector} b @returns {Vector} */
export const add = (a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

/** @param {Vector} a @param {number} factor @returns {Vector} */
export const scale = (a, factor) => [a[0] * factor, a[1] * factor, a[2] * factor];

/** @param {Vector} a */
export const length = (a) => Math.hypot(a[0], a[1], a[2]);

/**
 * The zero vector has no direction and comes back as it is.
 * @param {Vector} a @returns {Vector}
 */
export const normalised = (a) => scale(a, 1 / (length(a) || 1));
