// @ts-check
/** Stores one file over STOW-RS (PS3.18 10.5), with progress, which only XMLHttpRequest gives. */
import { Dataset } from '../../viewer/data/dataset.js';
import { Tag } from '../../viewer/data/tags.js';
import { address } from '../../viewer/loaders/dicomweb.js';
import { ownHeaders } from '../session.js';

/**
 * @typedef {Object} Outcome
 * @property {'stored' | 'warned' | 'failed'} state
 * @property {number} status   of HTTP, 0 when the connection broke
 * @property {number} [reason] Failure or Warning Reason (PS3.4 B.2.3, PS3.18 I.2.2)
 */

/**
 * @param {File} file @param {(bytes: number) => void} onProgress @param {AbortSignal} signal
 * @returns {Promise<Outcome>}
 */
export function store(file, onProgress, signal) {
  const boundary = `yigong-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
  const body = new Blob([`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`, file, `\r\n--${boundary}--\r\n`]);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address.store());
    request.setRequestHeader('Content-Type', `multipart/related; type="application/dicom"; boundary=${boundary}`);
    request.setRequestHeader('Accept', 'application/dicom+json');
    for (const [name, value] of Object.entries(ownHeaders)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(Math.min(loaded, file.size)));
    request.addEventListener('load', () => resolve(outcome(request)));
    request.addEventListener('error', () => resolve({ state: 'failed', status: 0 }));
    request.addEventListener('abort', () => reject(new DOMException('stopped', 'AbortError')));
    signal.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}

/** @param {XMLHttpRequest} request @returns {Outcome} */
function outcome({ status, responseText }) {
  const answer = parsed(responseText);
  const [failure] = answer.items(Tag.FailedSOPSequence);
  if (failure || status >= 300) return { state: 'failed', status, reason: failure?.number(Tag.FailureReason) };
  const reason = answer.items(Tag.ReferencedSOPSequence)[0]?.number(Tag.WarningReason);
  return reason ? { state: 'warned', status, reason } : { state: 'stored', status };
}

/**
 * An answer that is not DICOM JSON says nothing more than its status.
 * @param {string} text
 */
function parsed(text) {
  try {
    const answer = JSON.parse(text);
    return new Dataset(Array.isArray(answer) ? answer[0] : answer);
  } catch {
    return new Dataset({});
  }
}
