// @ts-check
/** Documents wrapped in DICOM (PS3.3 C.24.2): PDF, CDA and the like. */
import { sameOrigin } from './bulkdata.js';
import { request } from './dicomweb.js';
import { singlePart } from './multipart.js';
import { Tag } from '../data/tags.js';

/** @param {import('../data/dataset.js').Dataset} dataset @returns {Promise<Blob>} */
export async function fetchDocument(dataset) {
  const type = dataset.text(Tag.MIMETypeOfEncapsulatedDocument) || 'application/octet-stream';
  const { bytes, address = '' } = dataset.binary(Tag.EncapsulatedDocument) ?? {};
  if (bytes) return new Blob([new Uint8Array(bytes)], { type });
  const headers = { Accept: 'multipart/related; type="application/octet-stream", application/octet-stream' };
  return new Blob([await singlePart(await request(sameOrigin(address), { headers }))], { type });
}
