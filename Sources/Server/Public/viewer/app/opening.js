// @ts-check
/**
 * The first thing that runs: asks for the study while the rest of the page is still loading, so that the first
 * picture waits for nothing but the archive.
 */
import { FrameStore } from '../loaders/framestore.js';
import { Previews } from '../loaders/previews.js';
import { seriesList, seriesMetadata } from '../loaders/dicomweb.js';
import { Dataset } from '../data/dataset.js';
import { inReadingOrder, Series } from '../data/series.js';
import { openingIndex, stackOf } from '../data/stack.js';

/** @typedef {import('../data/stack.js').Stack} Stack */
/** @typedef {{study: string, list: Series[], chosen: Series | undefined, stack: Promise<Stack> | undefined}} Opening */

const megabyte = 2 ** 20;

/** Frames kept in memory: less where the screen says that this is a phone. */
export const store = new FrameStore((matchMedia('(max-width: 720px)').matches ? 150 : 600) * megabyte);
export const previews = new Previews();

/** The owner of what is fetched before a viewport is there to want it. */
export const earlyOwner = {};

const asked = new URLSearchParams(location.search);

/** @returns {Promise<Opening>} */
async function open() {
  const study = asked.get('study') ?? '';
  const items = handedOver(study) ?? await seriesList(study);
  const list = inReadingOrder(items.map((/** @type {any} */ item) => new Series(study, new Dataset(item))));
  const chosen = list.find(({ uid }) => uid === asked.get('series')) ?? list.find(({ hasPicture }) => hasPicture) ?? list[0];
  return { study, list, chosen, stack: chosen && firstStack(chosen) };
}

/** @param {Series} series */
async function firstStack(series) {
  const stack = stackOf(await seriesMetadata(series.study, series.uid));
  const index = openingIndex(stack);
  const image = stack.images[index];
  if (!image || !series.hasPicture) return stack;
  const place = { study: series.study, series: series.uid };
  // Failures are told by the viewport that asks again.
  if (image.route !== 'rendered') previews.load(place, image).catch(() => undefined);
  store.anticipate(earlyOwner, place, stack.images, index);
  return stack;
}

/** The study list leaves the series of the study that the pointer rests on. @param {string} study */
function handedOver(study) {
  const left = sessionStorage.getItem('yigong.series');
  sessionStorage.removeItem('yigong.series');
  const handed = left ? JSON.parse(left) : null;
  return handed?.study === study && Date.now() - handed.at < 30_000 ? handed.items : null;
}

export const opening = open();
// Whoever awaits it hears of a failure; until the page is that far it must not count as unheard.
opening.catch(() => undefined);
