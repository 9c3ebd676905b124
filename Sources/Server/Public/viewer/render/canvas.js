// @ts-check
/** Draws without a GPU, pixel by pixel, to the same picture as render/webgl.js. */
import { brightness } from '../math/voi.js';
import { samplesPerAxis } from './picture.js';
import { colourReader, emphasised, valueReader } from './sampling.js';

/** @typedef {import('./picture.js').Order} Order */
/** @typedef {import('../math/affine.js').Affine} Affine */

/** The edge itself is on the image, with room for rounding, as in the shaders. */
const edge = 0.001;

export class CanvasRenderer {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { alpha: false }));
  }

  /** @param {Order} order */
  draw(order) {
    const { width, height } = this.canvas;
    if (!width || !height) return;
    const target = new ImageData(width, height);
    new Uint32Array(target.data.buffer).fill(0xff000000);
    if (order.pixels.kind === 'values') drawValues(target, order, order.pixels);
    else drawColours(target, order, order.pixels);
    this.context.putImageData(target, 0, 0);
  }

  release() { this.canvas.width = 0; }
}

/** @param {ImageData} target @param {Order} order @param {import('../data/pixels.js').ValuePixels} pixels */
function drawValues(target, { toImage, modality, voi, inverted, padding, smooth, colours = null, emphasis = 0 }, pixels) {
  const read = emphasised(valueReader(pixels, padding, smooth), emphasis, pixels);
  let sum = 0;
  let count = 0;
  walk(target, toImage, pixels, (x, y) => {
    const value = read(x, y);
    if (Number.isNaN(value)) return;
    sum += value;
    count += 1;
  }, (data, pixel) => {
    if (count > 0) {
      const shown = brightness((sum / count) * modality.slope + modality.intercept, voi);
      const grey = Math.floor((inverted ? 1 - shown : shown) * 255 + 0.5);
      for (let channel = 0; channel < 3; channel += 1) data[pixel + channel] = colours ? colours[grey * 3 + channel] : grey;
    }
    sum = 0;
    count = 0;
  });
}

/** @param {ImageData} target @param {Order} order @param {import('../data/pixels.js').ColourPixels} pixels */
function drawColours(target, { toImage, inverted, smooth }, pixels) {
  const read = colourReader(pixels, smooth);
  const sum = new Float64Array(3);
  let count = 0;
  walk(target, toImage, pixels, (x, y) => {
    read(x, y, sum);
    count += 1;
  }, (data, pixel) => {
    for (let channel = 0; channel < 3 && count > 0; channel += 1) {
      const mean = sum[channel] / count;
      data[pixel + channel] = Math.floor((inverted ? 255 - mean : mean) + 0.5);
    }
    sum.fill(0);
    count = 0;
  });
}

/**
 * Visits every sample of every canvas pixel that lies on the image, then that pixel.
 * @param {ImageData} target @param {Affine} toImage @param {{rows: number, columns: number}} image
 * @param {(x: number, y: number) => void} visit @param {(data: Uint8ClampedArray, pixel: number) => void} finish
 */
function walk({ width, height, data }, toImage, { rows, columns }, visit, finish) {
  const [a, b, c, d, e, f] = toImage;
  const samples = samplesPerAxis(toImage);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      for (let sample = 0; sample < samples * samples; sample += 1) {
        const across = column + ((sample % samples) + 0.5) / samples;
        const down = row + (Math.floor(sample / samples) + 0.5) / samples;
        const x = a * across + c * down + e;
        const y = b * across + d * down + f;
        if (x >= -edge && y >= -edge && x <= columns + edge && y <= rows + edge) visit(x, y);
      }
      finish(data, (row * width + column) * 4);
    }
  }
}
