// @ts-check
/** How a picture is turned and placed by a hanging protocol. */
import { Tag } from '../data/tags.js';
import { flippedSideways, restingCamera, scaleOf } from '../viewport/camera.js';

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */

/**
 * Mirrored where the front of the body would point the other way. Patient Orientation says where the rows lead (PS3.3 C.7.6.1.1.1);
 * an image that does not say is left as it is.
 * @param {Viewport} viewport @param {'left' | 'right'} side
 */
export function facing({ shown, camera }, side) {
  const [rows = ''] = shown?.dataset.values(Tag.PatientOrientation).map(String) ?? [];
  const towards = rows.startsWith('A') ? 'right' : rows.startsWith('P') ? 'left' : side;
  return towards === side ? camera : flippedSideways(camera);
}

/**
 * The whole image, touching one side.
 * @param {Viewport} viewport @param {'left' | 'right'} side
 */
export function alignedPan({ shown, size, camera }, side) {
  if (!shown) return camera;
  const fitted = { ...camera, zoom: restingCamera.zoom };
  const room = (size.width - shown.columns * scaleOf(fitted, size, shown)) / 2;
  return { ...fitted, pan: { x: side === 'right' ? room : -room, y: 0 } };
}
