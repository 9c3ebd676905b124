// @ts-check
/** The archive over DICOMweb (PS3.18): addresses, and answers as data. Nothing here knows which server it is. */
import { Dataset } from '../data/dataset.js';
import { tablesInline } from './bulkdata.js';

/** A request that did not give what it should; `status` is 0 when the server could not be reached. */
export class ArchiveError extends Error {
  /** @param {number} status @param {string} address */
  constructor(status, address) {
    super(`${status} ${address}`);
    this.status = status;
  }
}

const root = '/dicom-web';

export const address = {
  /** @param {URLSearchParams} query */
  studies: (query) => `${root}/studies?${query}`,
  /** @param {string} study */
  study: (study) => `${root}/studies/${encodeURIComponent(study)}`,
  /** @param {string} study @param {string} series */
  series: (study, series) => `${address.study(study)}/series/${encodeURIComponent(series)}`,
  /** @param {string} study @param {string} series @param {string} instance */
  instance: (study, series, instance) => `${address.series(study, series)}/instances/${encodeURIComponent(instance)}`,
  store: () => `${root}/studies`,
};

/**
 * A fetch that fails as an ArchiveError, save for being called off.
 * @param {string} url @param {RequestInit} [options]
 */
export async function request(url, options = {}) {
  let response;
  try {
    response = await fetch(url, { credentials: 'same-origin', ...options });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ArchiveError(0, url);
  }
  if (!response.ok) throw new ArchiveError(response.status, url);
  return response;
}

/** @param {string} url @param {AbortSignal} [signal] */
export async function json(url, signal) {
  const response = await request(url, { headers: { Accept: 'application/dicom+json' }, signal });
  return { items: response.status === 204 ? [] : await response.json(), response };
}

/**
 * The series of a study (QIDO-RS, PS3.18 10.6), as JSON so that a page can hand it to the next.
 * @param {string} study
 */
export async function seriesList(study) {
  const query = new URLSearchParams({ includefield: 'SeriesDescription' });
  query.append('includefield', 'NumberOfSeriesRelatedInstances');
  const { items } = await json(`${address.study(study)}/series?${query}`);
  return items;
}

/**
 * Metadata of every instance of a series (PS3.18 10.4.1.1.2).
 * @param {string} study @param {string} series @param {AbortSignal} [signal]
 */
export async function seriesMetadata(study, series, signal) {
  const { items } = await json(`${address.series(study, series)}/metadata`, signal);
  await tablesInline(items, signal);
  return items.map((/** @type {any} */ item) => new Dataset(item));
}

/** @param {string} study @param {string} series */
export const seriesThumbnail = (study, series) => `${address.series(study, series)}/thumbnail?viewport=128,128`;
