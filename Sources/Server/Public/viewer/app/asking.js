// @ts-check
/**
 * The first thing that runs, with as few modules as can be: asks for the study while the rest of the page is still
 * loading, so that the first picture waits for nothing but the archive.
 */
import { seriesList, seriesMetadata } from '../loaders/dicomweb.js';
import { Dataset } from '../data/dataset.js';
import { inReadingOrder, Series } from '../data/series.js';

/** @typedef {{list: Series[], chosen: Series | undefined, instances: Promise<Dataset[]> | undefined}} Asked */

const wanted = new URLSearchParams(location.search);

/** @returns {Promise<Asked>} */
async function ask() {
  const study = wanted.get('study') ?? '';
  const items = handedOver(study) ?? await seriesList(study);
  const list = inReadingOrder(items.map((/** @type {any} */ item) => new Series(study, new Dataset(item))));
  const chosen = list.find(({ uid }) => uid === wanted.get('series')) ?? list.find(({ hasPicture }) => hasPicture) ?? list[0];
  const instances = chosen && seriesMetadata(study, chosen.uid);
  instances?.catch(() => undefined);
  return { list, chosen, instances };
}

/**
 * The study list leaves the series of the study that the pointer rests on.
 * @param {string} study
 */
function handedOver(study) {
  const left = sessionStorage.getItem('yigong.series');
  sessionStorage.removeItem('yigong.series');
  const handed = left ? JSON.parse(left) : null;
  return handed?.study === study && Date.now() - handed.at < 30_000 ? handed.items : null;
}

export const asked = ask();
// Whoever awaits it hears of a failure; until the page is that far it must not count as unheard.
asked.catch(() => undefined);
