// @ts-check
/** How an image lies on a canvas. Cameras are values: every change makes a new one. */
import { apply, compose, inverse, rotation, scaling, translation } from '../math/affine.js';
import { clamp } from '../math/range.js';

/** @typedef {import('../math/affine.js').Affine} Affine */
/** @typedef {import('../math/affine.js').Point} Point */
/** @typedef {{width: number, height: number}} Size  canvas pixels */
/** @typedef {{rows: number, columns: number, aspect: number}} Shape  aspect is pixel height by pixel width */

/**
 * @typedef {Object} Camera
 * @property {number} zoom     1 fits the whole image
 * @property {Point} pan       of the image's centre from the canvas's centre, in canvas pixels
 * @property {number} angle    degrees clockwise
 * @property {boolean} mirrored  left and right of the image swapped before it is turned
 * @property {boolean} upended   top and bottom swapped before it is turned
 */

/** @type {Camera} */
export const restingCamera = Object.freeze({ zoom: 1, pan: { x: 0, y: 0 }, angle: 0, mirrored: false, upended: false });

/**
 * Canvas pixels per image column at zoom 1.
 * @param {Camera} camera @param {Size} canvas @param {Shape} image
 */
export function fittingScale({ angle }, { width, height }, { rows, columns, aspect }) {
  const cosine = Math.abs(Math.cos((angle * Math.PI) / 180));
  const sine = Math.abs(Math.sin((angle * Math.PI) / 180));
  const tall = rows * aspect;
  return Math.min(width / (columns * cosine + tall * sine), height / (columns * sine + tall * cosine));
}

/**
 * Canvas pixels per image column.
 * @param {Camera} camera @param {Size} canvas @param {Shape} image
 */
export const scaleOf = (camera, canvas, image) => fittingScale(camera, canvas, image) * camera.zoom;

/** @param {Camera} camera @param {Size} canvas @param {Shape} image @returns {Affine} */
export function imageToCanvas(camera, canvas, image) {
  const size = scaleOf(camera, canvas, image);
  return compose(
    translation(canvas.width / 2 + camera.pan.x, canvas.height / 2 + camera.pan.y),
    rotation(camera.angle),
    scaling(camera.mirrored ? -size : size, (camera.upended ? -size : size) * image.aspect),
    translation(-image.columns / 2, -image.rows / 2),
  );
}

/** @param {Camera} camera @param {Size} canvas @param {Shape} image @returns {Affine} */
export const canvasToImage = (camera, canvas, image) => inverse(imageToCanvas(camera, canvas, image));

/**
 * Zooms while what lies under `anchor` (from the canvas's centre) stays there.
 * @param {Camera} camera @param {number} factor @param {Point} anchor @returns {Camera}
 */
export function zoomedAt(camera, factor, anchor) {
  const zoom = clamp(camera.zoom * factor, 0.05, 80);
  const real = zoom / camera.zoom;
  const pan = { x: anchor.x + (camera.pan.x - anchor.x) * real, y: anchor.y + (camera.pan.y - anchor.y) * real };
  return { ...camera, zoom, pan };
}

/**
 * Turns around the canvas's centre.
 * @param {Camera} camera @param {number} degrees @returns {Camera}
 */
export function turned(camera, degrees) {
  const angle = (((camera.angle + degrees) % 360) + 360) % 360;
  return { ...camera, angle, pan: apply(rotation(degrees), camera.pan) };
}

/**
 * Swaps left and right as seen on the screen: a mirror after a turn is the opposite turn after a mirror.
 * @param {Camera} camera @returns {Camera}
 */
export const flippedSideways = (camera) => ({
  ...camera, angle: (360 - camera.angle) % 360, mirrored: !camera.mirrored, pan: { x: -camera.pan.x, y: camera.pan.y },
});

/**
 * Swaps top and bottom as seen on the screen.
 * @param {Camera} camera @returns {Camera}
 */
export const flippedUpright = (camera) => ({
  ...camera, angle: (360 - camera.angle) % 360, upended: !camera.upended, pan: { x: camera.pan.x, y: -camera.pan.y },
});
