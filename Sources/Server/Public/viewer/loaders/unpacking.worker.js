// @ts-check
/** The worker side of unpacking.js. */
import { unpack } from '../data/pixels.js';

self.addEventListener('message', ({ data: { ticket, buffer, recipe } }) => {
  try {
    const pixels = unpack(buffer, recipe);
    const kept = pixels.kind === 'values' ? pixels.values.buffer : pixels.data.buffer;
    self.postMessage({ ticket, pixels }, { transfer: [kept] });
  } catch (error) {
    self.postMessage({ ticket, problem: error instanceof Error ? error.message : String(error) });
  }
});
