// @ts-check
/** The pixels of a segmentation, all frames in a row. */
import { address, request } from './dicomweb.js';
import { sameOrigin } from './bulkdata.js';
import { singlePart } from './multipart.js';
import { Tag } from '../data/tags.js';

/** Bytes of a segmentation, at most: what is larger would fill the page's memory. */
const most = 512 * 2 ** 20;

/**
 * @param {import('../data/series.js').Series} series @param {import('../data/dataset.js').Dataset} dataset
 * @param {import('../data/objects/segmentation.js').Masks} masks @returns {Promise<Uint8Array>}
 */
export async function fetchMasks(series, dataset, { rows, columns, bits, count }) {
  if ((rows * columns * count * bits) / 8 > most) throw new RangeError('the segmentation is too large to be shown');
  const uri = dataset.binary(Tag.PixelData)?.address;
  if (bits === 1 && uri) return new Uint8Array(await singlePart(await request(sameOrigin(uri), { headers: { Accept: 'application/octet-stream, multipart/related; type="application/octet-stream"' } })));
  const size = (rows * columns * bits) / 8;
  const whole = new Uint8Array(size * count);
  const instance = address.instance(series.study, series.uid, dataset.text(Tag.SOPInstanceUID));
  for (let frame = 0; frame < count; frame += 1) {
    const response = await request(`${instance}/frames/${frame + 1}`, { headers: { Accept: 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1, multipart/related; type="application/octet-stream"; transfer-syntax=1.2.840.10008.1.2.1' } });
    whole.set(new Uint8Array(await singlePart(response)).subarray(0, size), frame * size);
  }
  return whole;
}
