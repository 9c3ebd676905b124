// @ts-check
/**
 * Tools that are dragged. Each begins at a point and answers with what a further point does; points are in CSS
 * pixels of the viewport's element.
 */
import { turned, zoomedAt } from '../viewport/camera.js';

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */
/** @typedef {import('../math/affine.js').Point} Point */
/** @typedef {(viewport: Viewport, start: Point) => (point: Point) => void} Drag */

/**
 * Sideways changes the width, up and down the centre; a stroke over 256 pixels doubles the contrast's span.
 * @type {Drag}
 */
export function windowing(viewport, start) {
  const { voi } = viewport;
  if (voi.kind !== 'window' || !viewport.isWindowable) return () => undefined;
  const step = voi.width / 256;
  return (point) => viewport.setVOI({
    ...voi,
    width: voi.width + (point.x - start.x) * step,
    center: voi.center + (point.y - start.y) * step,
  });
}

/**
 * Up is nearer, around the point where the drag began.
 * @type {Drag}
 */
export function zooming(viewport, start) {
  const { camera } = viewport;
  const anchor = fromCentre(viewport, start);
  return (point) => viewport.setCamera(zoomedAt(camera, Math.exp((start.y - point.y) / 150), anchor));
}

/** @type {Drag} */
export function panning(viewport, start) {
  const { camera, density } = viewport;
  return (point) => viewport.setCamera({
    ...camera,
    pan: { x: camera.pan.x + (point.x - start.x) * density, y: camera.pan.y + (point.y - start.y) * density },
  });
}

/**
 * Down goes on through the stack; short stacks need longer strokes per image.
 * @type {Drag}
 */
export function scrolling(viewport, start) {
  const first = viewport.index;
  const stroke = Math.max(4, Math.min(24, viewport.element.clientHeight / Math.max(1, viewport.images.length)));
  return (point) => {
    const index = first + Math.round((point.y - start.y) / stroke);
    if (index !== viewport.index) viewport.show(index);
  };
}

/**
 * Follows the hand around the centre of the viewport.
 * @type {Drag}
 */
export function rotating(viewport, start) {
  const { camera } = viewport;
  const angleAt = (/** @type {Point} */ point) => {
    const { x, y } = fromCentre(viewport, point);
    return (Math.atan2(y, x) * 180) / Math.PI;
  };
  const from = angleAt(start);
  return (point) => viewport.setCamera(turned(camera, Math.round(angleAt(point) - from)));
}

/**
 * In canvas pixels.
 * @param {Viewport} viewport @param {Point} point
 */
export const fromCentre = ({ element, density }, point) => ({
  x: (point.x - element.clientWidth / 2) * density,
  y: (point.y - element.clientHeight / 2) * density,
});

/** @type {Record<string, Drag>} */
export const drags = { scroll: scrolling, window: windowing, zoom: zooming, pan: panning, rotate: rotating };
