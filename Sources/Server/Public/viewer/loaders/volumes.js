// @ts-check
/** Volumes and planes cut through them, by the server (`/api/volumes`). Lengths are millimetres of the patient. */
import { ArchiveError, request } from './dicomweb.js';

/** @typedef {import('../data/series.js').Series} Series */
/** @typedef {import('../data/volume.js').VolumeDescription} VolumeDescription */
/** @typedef {import('../data/volume.js').Cut} Cut */
/** @typedef {import('../data/pixels.js').ValuePixels} ValuePixels */

/** Why there is no volume; `code` is one of the server's. */
export class NoVolume extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** @param {{study: string, uid: string}} series */
const addressOf = ({ study, uid }) => `/api/volumes/${encodeURIComponent(study)}/${encodeURIComponent(uid)}`;

/**
 * Has the volume of a series made, and waits for it.
 * @param {Series} series @param {(share: number) => void} [onProgress] @returns {Promise<VolumeDescription>}
 */
export async function describeVolume(series, onProgress = () => undefined) {
  for (;;) {
    const answer = await (await request(`${addressOf(series)}?wait=2`)).json();
    if (answer.state === 'ready') return answer.volume;
    if (answer.state === 'failed') throw new NoVolume(answer.code, answer.message);
    onProgress(answer.of ? answer.done / answer.of : 0);
  }
}

const kinds = { int16: Int16Array, uint16: Uint16Array, float32: Float32Array };

/**
 * @param {{study: string, uid: string}} series @param {Cut} cut @param {AbortSignal} [signal]
 * @returns {Promise<{pixels: ValuePixels, slope: number, intercept: number, outside: number | null}>}
 */
export async function fetchCut(series, cut, signal) {
  const response = await requestCut(`${addressOf(series)}/${cut.path}?${queryOf(cut)}&format=raw`, signal);
  const described = JSON.parse(response.headers.get('Yigong-Plane') ?? 'null');
  const Kind = kinds[/** @type {'int16'} */ (described?.kind)];
  const buffer = await response.arrayBuffer();
  if (!Kind || buffer.byteLength < described.width * described.height * Kind.BYTES_PER_ELEMENT) throw new NoVolume('plane', 'a plane that is not what it says');
  const values = new Kind(buffer, 0, described.width * described.height);
  return {
    pixels: { kind: 'values', rows: described.height, columns: described.width, values },
    slope: described.slope, intercept: described.intercept, outside: described.outside ?? null,
  };
}

/**
 * A plane of a volume that was pushed out of memory is answered once it is back.
 * @param {string} url @param {AbortSignal} [signal]
 */
async function requestCut(url, signal) {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const response = await request(url, { signal });
    if (response.status !== 202) return response;
    await new Promise((resolve) => { setTimeout(resolve, 500); });
  }
  throw new ArchiveError(503, url);
}

/** @param {Cut} cut */
function queryOf({ path, parameters }) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) query.set(name, Array.isArray(value) ? (path === 'curve' && name === 'points' ? value.join(';') : value.join(',')) : String(value));
  }
  return query;
}
