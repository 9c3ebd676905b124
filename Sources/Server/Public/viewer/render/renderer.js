// @ts-check
import { CanvasRenderer } from './canvas.js';
import { WebGLRenderer } from './webgl.js';

/** @param {HTMLCanvasElement} canvas @param {boolean} withoutGPU @returns {WebGLRenderer | CanvasRenderer} */
export const rendererOn = (canvas, withoutGPU) => (withoutGPU ? null : WebGLRenderer.on(canvas)) ?? new CanvasRenderer(canvas);
