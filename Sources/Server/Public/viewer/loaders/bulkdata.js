// @ts-check
/** Fetches the few bulk values that are needed before a frame can be shown: lookup tables. */
import { Tag } from '../data/tags.js';
import { singlePart } from './multipart.js';

/** @typedef {import('../data/dataset.js').JSONDataset} JSONDataset */

const tables = new Set([Tag.LUTData, Tag.RedPaletteData, Tag.GreenPaletteData, Tag.BluePaletteData]);
const sequences = [Tag.ModalityLUTSequence, Tag.VOILUTSequence];

/**
 * Puts the tables that the server keeps behind BulkDataURI into the metadata. Series repeat their tables, so one
 * address is asked for once; a table that cannot be had is left out, and the image is then windowed without it.
 * @param {JSONDataset[]} items @param {AbortSignal} [signal]
 */
export async function tablesInline(items, signal) {
  /** @type {Map<string, Promise<string | undefined>>} */
  const asked = new Map();
  const waiting = [];
  for (const dataset of items.flatMap((item) => [item, ...sequences.flatMap((tag) => item[tag]?.Value ?? [])])) {
    for (const tag of tables) {
      const attribute = dataset[tag];
      if (!attribute?.BulkDataURI) continue;
      const location = sameOrigin(attribute.BulkDataURI);
      const answer = asked.get(location) ?? base64At(location, signal);
      asked.set(location, answer);
      waiting.push(answer.then((text) => {
        if (text) attribute.InlineBinary = text;
      }));
    }
  }
  await Promise.all(waiting);
}

/**
 * Servers behind a proxy write addresses with a host that the browser may not reach.
 * @param {string} uri
 */
export const sameOrigin = (uri) => new URL(uri, 'http://archive.invalid/').pathname;

/** @param {string} location @param {AbortSignal} [signal] */
async function base64At(location, signal) {
  const headers = { Accept: 'multipart/related; type="application/octet-stream", application/octet-stream' };
  const response = await fetch(location, { credentials: 'same-origin', headers, signal });
  if (!response.ok) return undefined;
  const bytes = new Uint8Array(await singlePart(response));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
