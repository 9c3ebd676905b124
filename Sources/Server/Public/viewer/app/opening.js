// @ts-check
/** Fetches the first picture of the study that asking.js asked for, before there is a viewport to show it. */
import { asked } from './asking.js';
import { FrameStore } from '../loaders/framestore.js';
import { Previews } from '../loaders/previews.js';
import { openingIndex, stackOf } from '../data/stack.js';

/** @typedef {import('../data/series.js').Series} Series */
/** @typedef {import('../data/dataset.js').Dataset} Dataset */
/** @typedef {import('../data/stack.js').Stack} Stack */
/** @typedef {{list: Series[], chosen: Series | undefined, stack: Promise<Stack> | undefined}} Opening */

const megabyte = 2 ** 20;

/** Frames kept in memory: less where the screen says that this is a phone. */
export const store = new FrameStore((matchMedia('(max-width: 720px)').matches ? 150 : 600) * megabyte);
export const previews = new Previews();

/** The owner of what is fetched before a viewport is there to want it. */
export const earlyOwner = {};

/** @returns {Promise<Opening>} */
async function open() {
  const { list, chosen, instances } = await asked;
  const stack = chosen && instances && firstStack(chosen, instances);
  stack?.catch(() => undefined);
  return { list, chosen, stack };
}

/** @param {Series} series @param {Promise<Dataset[]>} instances */
async function firstStack(series, instances) {
  const stack = stackOf(await instances);
  const index = openingIndex(stack);
  const image = stack.images[index];
  if (!image || !series.hasPicture) return stack;
  const place = { study: series.study, series: series.uid };
  // Failures are told by the viewport that asks again.
  if (image.route !== 'rendered') previews.load(place, image).catch(() => undefined);
  store.anticipate(earlyOwner, place, stack.images, index);
  return stack;
}

export const opening = open();
opening.catch(() => undefined);
