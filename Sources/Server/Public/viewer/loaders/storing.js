// @ts-check
import { address, request } from './dicomweb.js';

/**
 * Sends an object to the archive (STOW-RS, PS3.18 10.5).
 * @param {Uint8Array} file
 */
export async function store(file) {
  const boundary = `object-${crypto.randomUUID()}`;
  const body = new Blob([
    `--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`, /** @type {BlobPart} */ (file), `\r\n--${boundary}--\r\n`,
  ]);
  await request(address.store(), {
    method: 'POST', body,
    headers: {
      'Content-Type': `multipart/related; type="application/dicom"; boundary=${boundary}`, Accept: 'application/dicom+json', 'X-Requested-With': 'yigong',
    },
  });
}
