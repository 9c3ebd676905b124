// @ts-check
/** Small signs in a corner: how true the picture is. Each has a word and, on hover, a sentence. */
import { Tag } from '../data/tags.js';
import { displayNumber } from '../data/text.js';

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */
/** @typedef {{id: string, values?: Record<string, any>, isWarning: boolean}} Sign  id is a key of the words */

/** @param {Viewport} viewport @returns {Sign[]} */
export function signs({ quality, shown, stack, series }) {
  if (!shown) return [];
  const list = [];
  if (series?.isPrior) list.push({ id: 'prior', isWarning: true });
  if (quality === 'preview') list.push({ id: 'preview', isWarning: true });
  if (quality === 'full') list.push({ id: 'full', isWarning: false });
  if (quality === 'server') list.push({ id: 'server', isWarning: true });
  if (shown.isLossy) {
    const ratio = shown.dataset.number(Tag.LossyImageCompressionRatio);
    list.push(ratio ? { id: 'lossyRatio', values: { ratio: displayNumber(ratio, 0) }, isWarning: true } : { id: 'lossy', isWarning: true });
  }
  if (shown.spacing?.at === 'detector') list.push({ id: 'detectorSpacing', isWarning: true });
  if (isCut(shown)) {
    const { thickness, projection } = shown.cut.parameters;
    list.push(thickness ? { id: `slab.${projection}`, values: { thickness }, isWarning: false } : { id: shown.cut.path, isWarning: false });
  }
  for (const { code, ...values } of stack?.notices ?? []) list.push({ id: `volume.${code}`, values, isWarning: true });
  if (stack?.isUneven) list.push({ id: 'uneven', isWarning: true });
  if (stack?.isTilted) list.push({ id: 'tilted', isWarning: true });
  return list;
}

/**
 * Whether the image was cut out of a volume.
 * @param {any} image @returns {image is {cut: import('../data/volume.js').Cut}}
 */
const isCut = (image) => image.isCut === true;
