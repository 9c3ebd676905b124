// @ts-check
/** Lookup tables of the modality, VOI and palette kinds (PS3.3 C.11.1.1, C.11.2.1.1, C.7.6.3.1.5). */

/**
 * @typedef {Object} LookupTable
 * @property {number} first    the input value that the first entry stands for
 * @property {ArrayLike<number>} entries
 * @property {number} maximum  the largest output that its bits allow
 * @property {string} label    what the object calls it, or ''
 */

/**
 * @param {number[]} descriptor  number of entries (0 stands for 65536), first input value, bits per entry
 * @param {Uint8Array} bytes     LUT Data, little endian
 * @param {boolean} signed       whether the inputs are signed, which decides how the second descriptor value is read
 * @param {string} [label]
 * @returns {LookupTable | null} null where data and descriptor cannot be brought together
 */
export function lookupTable(descriptor, bytes, signed, label = '') {
  if (descriptor.length < 3) return null;
  const count = (descriptor[0] & 0xffff) || 65536;
  const first = signed ? (descriptor[1] << 16) >> 16 : descriptor[1] & 0xffff;
  const bits = descriptor[2];
  if (bits < 1 || bits > 16) return null;
  const entries = new Uint16Array(count);
  if (bytes.length >= count * 2) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let index = 0; index < count; index += 1) entries[index] = view.getUint16(index * 2, true);
  } else if (bytes.length >= count) {
    entries.set(bytes.subarray(0, count));
  } else return null;
  // Some writers state 16 bits over data that uses fewer; a picture scaled by the statement would be nearly black.
  let largest = 0;
  for (const entry of entries) if (entry > largest) largest = entry;
  const stated = 2 ** bits - 1;
  return { first, entries, maximum: largest > stated ? 65535 : stated, label };
}

/**
 * Inputs outside the table take its first or last entry.
 * @param {LookupTable} table @param {number} value
 */
export function lookup({ first, entries }, value) {
  const index = value - first;
  if (index <= 0) return entries[0];
  return index >= entries.length ? entries[entries.length - 1] : entries[index];
}
