// @ts-check
/** Reads images between their pixels, as the shaders do. */

/** @typedef {import('../data/pixels.js').ValuePixels} ValuePixels */
/** @typedef {import('../data/pixels.js').ColourPixels} ColourPixels */

/** @param {number} index @param {number} count */
const held = (index, count) => (index < 0 ? 0 : index >= count ? count - 1 : index);

/**
 * A reader of values, NaN where padding is nearest; neighbours that are padding carry no weight.
 * @param {ValuePixels} pixels @param {{low: number, high: number} | null} padding @param {boolean} smooth
 * @returns {(x: number, y: number) => number}
 */
export function valueReader({ values, rows, columns }, padding, smooth) {
  const low = padding?.low ?? Infinity;
  const high = padding?.high ?? -Infinity;
  return (x, y) => {
    const nearest = values[held(Math.floor(y), rows) * columns + held(Math.floor(x), columns)];
    if (nearest >= low && nearest <= high) return NaN;
    if (!smooth) return nearest;
    const left = Math.floor(x - 0.5);
    const top = Math.floor(y - 0.5);
    const right = x - 0.5 - left;
    const down = y - 0.5 - top;
    let sum = 0;
    let weights = 0;
    for (let corner = 0; corner < 4; corner += 1) {
      const column = held(left + (corner & 1), columns);
      const value = values[held(top + (corner >> 1), rows) * columns + column];
      if (value >= low && value <= high) continue;
      const weight = (corner & 1 ? right : 1 - right) * (corner >> 1 ? down : 1 - down);
      sum += value * weight;
      weights += weight;
    }
    return sum / weights;
  };
}

/** Weights of a pixel and its eight neighbours (1 2 1 down and across), by distance: none, one step, two steps. */
const neighbourWeights = [4, 2, 1];

/**
 * A reader that brings out, or takes away, what is finer than the weighted mean of 3 × 3 pixels. Neighbours without a value
 * carry no weight.
 * @param {(x: number, y: number) => number} read @param {number} emphasis @param {{rows: number, columns: number}} image
 * @returns {(x: number, y: number) => number}
 */
export function emphasised(read, emphasis, { rows, columns }) {
  if (emphasis === 0) return read;
  return (x, y) => {
    const own = read(x, y);
    if (Number.isNaN(own)) return own;
    let sum = 0;
    let weights = 0;
    for (let down = -1; down <= 1; down += 1) {
      for (let right = -1; right <= 1; right += 1) {
        const value = read(Math.min(Math.max(x + right, 0), columns), Math.min(Math.max(y + down, 0), rows));
        if (Number.isNaN(value)) continue;
        const weight = neighbourWeights[Math.abs(right) + Math.abs(down)];
        sum += value * weight;
        weights += weight;
      }
    }
    return own + emphasis * (own - sum / weights);
  };
}

/**
 * Adds the colour at a place to `sum`.
 * @param {ColourPixels} pixels @param {boolean} smooth
 * @returns {(x: number, y: number, sum: Float64Array) => void}
 */
export function colourReader({ data, rows, columns }, smooth) {
  return (x, y, sum) => {
    const left = smooth ? Math.floor(x - 0.5) : Math.floor(x);
    const top = smooth ? Math.floor(y - 0.5) : Math.floor(y);
    const right = smooth ? x - 0.5 - left : 0;
    const down = smooth ? y - 0.5 - top : 0;
    for (let corner = 0; corner < 4; corner += 1) {
      const weight = (corner & 1 ? right : 1 - right) * (corner >> 1 ? down : 1 - down);
      if (weight === 0) continue;
      const pixel = (held(top + (corner >> 1), rows) * columns + held(left + (corner & 1), columns)) * 4;
      sum[0] += data[pixel] * weight;
      sum[1] += data[pixel + 1] * weight;
      sum[2] += data[pixel + 2] * weight;
    }
  };
}
