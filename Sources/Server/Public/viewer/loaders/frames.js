// @ts-check
/** Fetches one frame: at full depth, or as the server draws it (PS3.18 10.4.1.1.6, 10.4.1.1.3). */
import { address, ArchiveError, request } from './dicomweb.js';
import { singlePart } from './multipart.js';
import { unpackInBackground } from './unpacking.js';
import { unpack } from '../data/pixels.js';

/** @typedef {import('../data/image.js').Image} Image */
/** @typedef {import('../data/pixels.js').Pixels} Pixels */
/** @typedef {{study: string, series: string}} Place */

const explicitLittleEndian = 'transfer-syntax=1.2.840.10008.1.2.1';
const frameTypes = [
  `multipart/related; type="application/octet-stream"; ${explicitLittleEndian}`,
  `application/octet-stream; ${explicitLittleEndian}; q=0.9`,
].join(', ');

const bestQuality = 'quality=95';

/** Above this many pixels unpacking would hold up the page for more than about 4 ms. */
const smallEnough = 600_000;

/** @param {Place} place @param {Image} image */
const frameAddress = ({ study, series }, image) => `${address.instance(study, series, image.instance)}/frames/${image.frame}`;

/**
 * The frame at full depth, or the server's drawing of it where that cannot be had.
 * @param {Place} place @param {Image} image @param {AbortSignal} [signal] @returns {Promise<Pixels>}
 */
export async function fetchFrame(place, image, signal) {
  if (isCut(image)) return image.load(signal);
  if (image.route === 'rendered') return fetchRendered(place, image, bestQuality, signal);
  try {
    return await fetchPixels(place, image, signal);
  } catch (error) {
    // The server holds the frame in a form that it cannot undo for us, but may still be able to draw.
    if (error instanceof ArchiveError && error.status === 406) return fetchRendered(place, image, bestQuality, signal);
    throw error;
  }
}

/**
 * Planes of a volume load themselves.
 * @param {any} image @returns {image is {load: (signal?: AbortSignal) => Promise<Pixels>}}
 */
const isCut = (image) => image.isCut === true;

/** @param {Place} place @param {Image} image @param {AbortSignal} [signal] @returns {Promise<Pixels>} */
async function fetchPixels(place, image, signal) {
  const response = await request(frameAddress(place, image), { headers: { Accept: frameTypes }, signal });
  const buffer = await singlePart(response);
  const recipe = { layout: image.layout, palette: image.palette, modalityTable: image.modality.table };
  return image.rows * image.columns <= smallEnough ? unpack(buffer, recipe) : unpackInBackground(buffer, recipe);
}

/**
 * A quick look, windowed by the server.
 * @param {Place} place @param {Image} image @param {AbortSignal} [signal]
 */
export const fetchPreview = (place, image, signal) => fetchRendered(place, image, 'viewport=512,512&quality=80', signal);

/** @param {Place} place @param {Image} image @param {string} query @param {AbortSignal} [signal] @returns {Promise<Pixels>} */
async function fetchRendered(place, image, query, signal) {
  const response = await request(`${frameAddress(place, image)}/rendered?${query}`, { headers: { Accept: 'image/jpeg' }, signal });
  const bitmap = await createImageBitmap(await response.blob());
  return { kind: 'picture', rows: image.rows, columns: image.columns, bitmap };
}
