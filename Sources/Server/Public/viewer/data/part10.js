// @ts-check
/** Writes DICOM objects: explicit VR little endian in a Part 10 file (PS3.5 7.1.2, PS3.10 7.1). Text is UTF-8. */

/** @typedef {string | number | (string | number)[] | Elements[] | null} Value  null has length zero; an array of elements is a sequence */
/** @typedef {{[tag: string]: [vr: string, value: Value]}} Elements  by tag, eight hexadecimal digits */

const explicitLittleEndian = '1.2.840.10008.1.2.1';
const implementation = '2.25.214796305118093548160513474623390415870';

/** VRs whose length takes four bytes, after two that are reserved (PS3.5 7.1.2). */
const longLengths = new Set(['OB', 'OW', 'OF', 'OD', 'SQ', 'UT', 'UN', 'UC', 'UR']);

/** @type {Record<string, [bytes: number, write: 'setUint16' | 'setInt16' | 'setUint32' | 'setInt32' | 'setFloat32' | 'setFloat64']>} */
const binary = {
  US: [2, 'setUint16'], SS: [2, 'setInt16'], UL: [4, 'setUint32'], SL: [4, 'setInt32'], FL: [4, 'setFloat32'], FD: [8, 'setFloat64'],
};

/** A new UID under 2.25 (PS3.5 B.2). */
export const newUID = () => `2.25.${BigInt(`0x${crypto.randomUUID().replaceAll('-', '')}`)}`;

/** @param {Elements} elements  with SOP Class UID and SOP Instance UID @returns {Uint8Array} */
export function partTen(elements) {
  const meta = body({
    '00020001': ['OB', null],
    '00020002': ['UI', elements['00080016'][1]],
    '00020003': ['UI', elements['00080018'][1]],
    '00020010': ['UI', explicitLittleEndian],
    '00020012': ['UI', implementation],
  });
  // File Meta Information Version is the two bytes 0, 1.
  const version = joined([header('00020001', 'OB', 2), Uint8Array.of(0, 1)]);
  const rest = meta.subarray(12);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, version.length + rest.length, true);
  const preamble = new Uint8Array(132);
  preamble.set(new TextEncoder().encode('DICM'), 128);
  return joined([preamble, header('00020000', 'UL', 4), length, version, rest, body(elements)]);
}

/** @param {Elements} elements @returns {Uint8Array} */
function body(elements) {
  return joined(Object.entries(elements).sort(([a], [b]) => (a < b ? -1 : 1)).map(([tag, [vr, value]]) => {
    const bytes = vr === 'SQ' ? sequence(/** @type {Elements[]} */ (value ?? [])) : valueBytes(vr, value);
    return joined([header(tag, vr, bytes.length), bytes]);
  }));
}

/** @param {Elements[]} items */
function sequence(items) {
  return joined(items.map((item) => {
    const bytes = body(item);
    const head = new DataView(new ArrayBuffer(8));
    head.setUint16(0, 0xfffe, true);
    head.setUint16(2, 0xe000, true);
    head.setUint32(4, bytes.length, true);
    return joined([new Uint8Array(head.buffer), bytes]);
  }));
}

/** @param {string} vr @param {Value} value @returns {Uint8Array} */
function valueBytes(vr, value) {
  const values = value === null || value === '' ? [] : [value].flat();
  const format = binary[vr];
  if (format) {
    const [size, write] = format;
    const view = new DataView(new ArrayBuffer(values.length * size));
    values.forEach((number, index) => view[write](index * size, Number(number), true));
    return new Uint8Array(view.buffer);
  }
  const bytes = new TextEncoder().encode(values.map((one) => (vr === 'DS' ? decimal(Number(one)) : String(one))).join('\\'));
  if (bytes.length % 2 === 0) return bytes;
  return joined([bytes, Uint8Array.of(vr === 'UI' ? 0 : 0x20)]);
}

/**
 * DS has 16 characters at the most (PS3.5 6.2): as many digits as fit.
 * @param {number} value
 */
export function decimal(value) {
  if (String(value).length <= 16) return String(value);
  for (let digits = 15; digits > 0; digits -= 1) {
    const text = String(Number(value.toPrecision(digits)));
    if (text.length <= 16) return text;
  }
  return '0';
}

/** @param {string} tag @param {string} vr @param {number} length */
function header(tag, vr, length) {
  const isLong = longLengths.has(vr);
  const view = new DataView(new ArrayBuffer(isLong ? 12 : 8));
  view.setUint16(0, parseInt(tag.slice(0, 4), 16), true);
  view.setUint16(2, parseInt(tag.slice(4), 16), true);
  view.setUint8(4, vr.charCodeAt(0));
  view.setUint8(5, vr.charCodeAt(1));
  if (isLong) view.setUint32(8, length, true);
  else view.setUint16(6, length, true);
  return new Uint8Array(view.buffer);
}

/** @param {Uint8Array[]} parts */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
