// @ts-check
/** From the bytes of one uncompressed little-endian frame to what a renderer takes (PS3.5 8, PS3.3 C.7.6.3). */
import { lookup } from '../math/lookup.js';

/** @typedef {import('./image.js').PixelLayout} PixelLayout */
/** @typedef {import('./palette.js').Palette} Palette */
/** @typedef {import('../math/lookup.js').LookupTable} LookupTable */
/** @typedef {Uint8Array | Int16Array | Uint16Array | Float32Array} Values */
/** @typedef {{kind: 'values', rows: number, columns: number, values: Values}} ValuePixels */
/** @typedef {{kind: 'colour', rows: number, columns: number, data: Uint8Array}} ColourPixels  data is RGBA */
/** @typedef {{kind: 'picture', rows: number, columns: number, bitmap: ImageBitmap}} PicturePixels  drawn by the server */
/** @typedef {ValuePixels | ColourPixels | PicturePixels} Pixels */

/**
 * Everything that unpacking needs, in a form that can be posted to a worker.
 * @typedef {Object} Recipe
 * @property {PixelLayout} layout
 * @property {Palette | null} palette
 * @property {LookupTable | null} modalityTable
 */

/** Says that a frame's bytes and its attributes do not belong together. */
export class PixelMismatch extends Error {}

/** @param {ArrayBuffer} buffer @param {Recipe} recipe @returns {ValuePixels | ColourPixels} */
export function unpack(buffer, { layout, palette, modalityTable }) {
  const { rows, columns } = layout;
  if (layout.samples === 3) return { kind: 'colour', rows, columns, data: colour(buffer, layout) };
  const stored = storedValues(buffer, layout);
  if (palette) return { kind: 'colour', rows, columns, data: throughPalette(stored, palette) };
  return { kind: 'values', rows, columns, values: modalityTable ? throughTable(stored, modalityTable) : stored };
}

/** @param {ArrayBuffer} buffer @param {PixelLayout} layout @returns {Values} */
function storedValues(buffer, layout) {
  const count = layout.rows * layout.columns;
  if (layout.numbers === 'double') return Float32Array.from(new Float64Array(buffer, 0, checked(buffer, count, 8)));
  if (layout.numbers === 'float') return new Float32Array(buffer, 0, checked(buffer, count, 4));
  if (layout.bitsAllocated === 8) return bytes(new Uint8Array(buffer, 0, checked(buffer, count, 1)), layout);
  if (layout.bitsAllocated === 16) return words(new Uint16Array(buffer, 0, checked(buffer, count, 2)), layout);
  const whole = layout.signed ? Int32Array : Uint32Array;
  return Float32Array.from(new whole(buffer, 0, checked(buffer, count, 4)));
}

/**
 * Bits above HighBit may carry overlays or rubbish: drop them, then spread the sign.
 * @param {Uint16Array} stored @param {PixelLayout} layout
 */
function words(stored, { bitsStored, highBit, signed }) {
  if (bitsStored === 16) return signed ? new Int16Array(stored.buffer, stored.byteOffset, stored.length) : stored;
  const down = highBit + 1 - bitsStored;
  if (signed) {
    const values = new Int16Array(stored.buffer, stored.byteOffset, stored.length);
    const up = 31 - highBit;
    for (let index = 0; index < values.length; index += 1) values[index] = (values[index] << up) >> (up + down);
    return values;
  }
  const mask = (1 << bitsStored) - 1;
  for (let index = 0; index < stored.length; index += 1) stored[index] = (stored[index] >> down) & mask;
  return stored;
}

/** @param {Uint8Array} stored @param {PixelLayout} layout */
function bytes(stored, { bitsStored, highBit, signed }) {
  if (!signed && bitsStored === 8) return stored;
  const down = highBit + 1 - bitsStored;
  if (signed) return Int16Array.from(stored, (value) => (value << (31 - highBit)) >> (31 - highBit + down));
  const mask = (1 << bitsStored) - 1;
  return stored.map((value) => (value >> down) & mask);
}

/** @param {Values} stored @param {LookupTable} table */
const throughTable = (stored, table) => Uint16Array.from(stored, (value) => lookup(table, value));

/** @param {Values} stored @param {Palette} palette */
function throughPalette(stored, { first, colours }) {
  const last = colours.length / 3 - 1;
  const data = new Uint8Array(stored.length * 4);
  for (let index = 0; index < stored.length; index += 1) {
    const entry = Math.min(Math.max(stored[index] - first, 0), last) * 3;
    data[index * 4] = colours[entry];
    data[index * 4 + 1] = colours[entry + 1];
    data[index * 4 + 2] = colours[entry + 2];
    data[index * 4 + 3] = 255;
  }
  return data;
}

/** @param {ArrayBuffer} buffer @param {PixelLayout} layout */
function colour(buffer, { rows, columns, planar, photometric }) {
  const count = rows * columns;
  const halved = photometric === 'YBR_FULL_422' && buffer.byteLength < count * 3;
  const samples = halved ? 2 : 3;
  const source = new Uint8Array(buffer, 0, checked(buffer, count, samples) * samples);
  const data = new Uint8Array(count * 4);
  for (let index = 0; index < count; index += 1) {
    const [x, y, z] = sampleIndices(index, count, planar, halved);
    data[index * 4] = source[x];
    data[index * 4 + 1] = source[y];
    data[index * 4 + 2] = source[z];
    data[index * 4 + 3] = 255;
  }
  if (photometric.startsWith('YBR_FULL')) toRGB(data);
  return data;
}

/**
 * Where the three samples of a pixel lie; in 4:2:2 two neighbours share one Cb and Cr, as Y1 Y2 Cb Cr (PS3.3 C.7.6.3.1.2).
 * @param {number} index @param {number} count @param {boolean} planar @param {boolean} halved
 */
function sampleIndices(index, count, planar, halved) {
  if (halved) {
    const pair = (index >> 1) * 4;
    return [pair + (index & 1), pair + 2, pair + 3];
  }
  return planar ? [index, index + count, index + 2 * count] : [index * 3, index * 3 + 1, index * 3 + 2];
}

/**
 * YBR_FULL to RGB in place (PS3.3 C.7.6.3.1.2).
 * @param {Uint8Array} data
 */
function toRGB(data) {
  const clamped = new Uint8ClampedArray(data.buffer);
  for (let index = 0; index < data.length; index += 4) {
    const luminance = data[index];
    const blue = data[index + 1] - 128;
    const red = data[index + 2] - 128;
    clamped[index] = luminance + 1.402 * red;
    clamped[index + 1] = luminance - 0.344136 * blue - 0.714136 * red;
    clamped[index + 2] = luminance + 1.772 * blue;
  }
}

/** @param {ArrayBuffer} buffer @param {number} count @param {number} size @returns {number} the count */
function checked(buffer, count, size) {
  if (buffer.byteLength < count * size) {
    throw new PixelMismatch(`frame has ${buffer.byteLength} bytes where its attributes say ${count * size}`);
  }
  return count;
}
