// @ts-check
import { extent } from '../math/range.js';
import { windowOver } from '../math/voi.js';

/**
 * A window over all of a picture's values, without padding; null for what is not windowed here.
 * @param {import('../data/image.js').Image | null} image @param {import('../data/pixels.js').Pixels | null} pixels
 * @returns {import('../math/voi.js').VOI | null}
 */
export function windowOverValues(image, pixels) {
  if (!image || pixels?.kind !== 'values') return null;
  const { slope, intercept } = image.modality;
  const found = extent(pixels.values, image.padding);
  if (!found) return null;
  const ends = [found.minimum * slope + intercept, found.maximum * slope + intercept];
  return windowOver(Math.min(...ends), Math.max(...ends));
}
