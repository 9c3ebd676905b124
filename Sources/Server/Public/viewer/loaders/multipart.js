// @ts-check
/** Answers of one part, with or without a multipart wrapping (PS3.18 8.6.1.2, RFC 2046 5.1). */

/** An answer that claims to be multipart and is not. */
export class MalformedAnswer extends Error {}

/**
 * The body, or the body of the first part.
 * @param {Response} response @returns {Promise<ArrayBuffer>}
 */
export async function singlePart(response) {
  const buffer = await response.arrayBuffer();
  const type = response.headers.get('Content-Type') ?? '';
  return type.startsWith('multipart/') ? firstPart(buffer, boundaryOf(type)) : buffer;
}

/** @param {string} type */
function boundaryOf(type) {
  const found = /boundary="?([^";]+)"?/i.exec(type);
  if (!found) throw new MalformedAnswer('multipart answer without a boundary');
  return found[1].trim();
}

/** @param {ArrayBuffer} buffer @param {string} boundary */
function firstPart(buffer, boundary) {
  const bytes = new Uint8Array(buffer);
  const headersEnd = find(bytes, '\r\n\r\n', Math.max(0, find(bytes, `--${boundary}`, 0)));
  if (headersEnd < 0) throw new MalformedAnswer('multipart answer without a part');
  const start = headersEnd + 4;
  const end = findLast(bytes, `\r\n--${boundary}`);
  return buffer.slice(start, end < start ? bytes.length : end);
}

/** @param {Uint8Array} bytes @param {string} text @param {number} from */
function find(bytes, text, from) {
  const wanted = new TextEncoder().encode(text);
  for (let index = from; index <= bytes.length - wanted.length; index += 1) {
    if (wanted.every((byte, offset) => bytes[index + offset] === byte)) return index;
  }
  return -1;
}

/**
 * Searched from the end, where the closing boundary of a single part is.
 * @param {Uint8Array} bytes @param {string} text
 */
function findLast(bytes, text) {
  const wanted = new TextEncoder().encode(text);
  for (let index = bytes.length - wanted.length; index >= 0; index -= 1) {
    if (wanted.every((byte, offset) => bytes[index + offset] === byte)) return index;
  }
  return -1;
}
