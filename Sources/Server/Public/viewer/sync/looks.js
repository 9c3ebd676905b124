// @ts-check
/** Viewports that share their window, or how far and where they look. */
import { scaleOf } from '../viewport/camera.js';

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */

export class Looks {
  sharesWindow = false;
  sharesCamera = false;
  #isPassingOn = false;
  /** @type {Set<Viewport>} */
  #viewports = new Set();

  /** @param {Viewport} viewport */
  add(viewport) {
    this.#viewports.add(viewport);
    viewport.addEventListener('windowed', () => { if (this.sharesWindow) this.#passOn(viewport, passWindow); });
    viewport.addEventListener('moved', () => { if (this.sharesCamera) this.#passOn(viewport, passCamera); });
  }

  /** @param {Viewport} viewport */
  remove(viewport) { this.#viewports.delete(viewport); }

  /** @param {Viewport} leader @param {(leader: Viewport, follower: Viewport) => void} pass */
  #passOn(leader, pass) {
    if (this.#isPassingOn) return;
    this.#isPassingOn = true;
    for (const follower of this.#viewports) if (follower !== leader) pass(leader, follower);
    this.#isPassingOn = false;
  }
}

/**
 * Windows mean the same only in the same units: within a modality.
 * @param {Viewport} leader @param {Viewport} follower
 */
function passWindow(leader, follower) {
  if (leader.series?.modality === follower.series?.modality) follower.setVOI(leader.chosenVOI);
}

/**
 * As many millimetres to the screen's pixel where both know their size, else as far from the whole image.
 * @param {Viewport} leader @param {Viewport} follower
 */
function passCamera(leader, follower) {
  const [one, other] = [leader.shown, follower.shown];
  if (!one || !other) return;
  const { pan, angle, mirrored, upended } = leader.camera;
  const turned = { ...follower.camera, angle, mirrored, upended };
  const known = one.spacing && other.spacing;
  const perPixel = scaleOf(leader.camera, leader.size, one) / leader.density / (one.spacing?.column ?? 1);
  const fitting = scaleOf({ ...turned, zoom: 1 }, follower.size, other) / follower.density / (other.spacing?.column ?? 1);
  const zoom = known ? perPixel / fitting : leader.camera.zoom;
  const ratio = follower.density / leader.density;
  follower.setCamera({ ...turned, zoom, pan: { x: pan.x * ratio, y: pan.y * ratio } });
}
