// @ts-check
/**
 * Everything that a first picture can do without: measuring, comparing, keeping, giving. Loaded once that picture is there.
 */
import { Comparing } from './comparing.js';
import { Documents } from './documents.js';
import { Drawer } from './drawer.js';
import { drawersOf, entriesOf } from './drawers.js';
import { Fusion } from './fusion.js';
import { Giving } from './giving.js';
import { Hanging } from './hanging.js';
import { Keeping } from './keeping.js';
import { Looking } from './looking.js';
import { Measuring } from './measuring.js';
import { NoteKeeper } from './notekeeper.js';
import { Regions } from './regions.js';
import { StatusLine } from './statusline.js';
import { Volumes } from './volumes.js';
import { displayDate } from '../data/text.js';
import { learn, translatePage, words } from '../../scripts/i18n/words.js';
import { en } from '../../scripts/i18n/reading/en.js';
import { zh } from '../../scripts/i18n/reading/zh.js';

/** @typedef {import('./screen.js').Screen} Screen */

/**
 * @typedef {Object} House
 * @property {Screen} screen
 * @property {import('./toolbar.js').Toolbar} toolbar
 * @property {Record<string, () => void>} keys  what a key does, beside the commands of the bar
 * @property {string} study
 * @property {import('./stacks.js').Stacks} stacks
 * @property {import('./strip.js').Strip} strip
 * @property {import('../loaders/framestore.js').FrameStore} store
 * @property {string} account  name of who reads
 * @property {import('../data/image.js').Image | undefined} image  the first of the study
 * @property {boolean} isNarrow  a phone's screen, where one picture is enough
 */

/**
 * @typedef {Object} Tools
 * @property {Measuring} measuring
 * @property {Looking} looking
 * @property {Comparing} comparing
 * @property {Hanging} hanging
 * @property {Volumes} volumes
 * @property {Fusion} fusion
 * @property {Keeping} keeping
 * @property {Giving} giving
 */

/** @param {House} house */
export async function equip(house) {
  const { screen, toolbar, keys, study, image, isNarrow } = house;
  learn({ zh, en });
  await styled('/styles/equipment.css');
  const status = new StatusLine();
  const measuring = new Measuring(screen, house.account);
  const keeper = new NoteKeeper(measuring.annotations);
  const tools = toolsOf(house, measuring, keeper, (text) => status.say(text));
  const drawers = drawersOf(screen, tools);
  Drawer.listen();
  for (const { key, run } of entriesOf(tools)) keys[key] = () => run(screen);
  Object.assign(keys, {
    Enter: () => measuring.end(),
    Escape: () => measuring.cancel() || measuring.annotations.select(null),
    Backspace: () => measuring.annotations.removeSelected(),
    'ctrl+shift+z': () => measuring.annotations.redo(),
    'shift+h': () => hangNext(tools.hanging),
  });
  toolbar.furnish('drawers', drawers.map(({ button }) => button));
  translatePage(toolbar.element);
  document.addEventListener('languagechange', () => drawers.forEach((drawer) => drawer.renew()));
  tellOfNotes(screen, keeper, status);
  keeper.watch(study).catch(() => undefined);
  await tools.hanging.begin(image, !isNarrow).catch(() => undefined);
  document.documentElement.dataset.equipped = 'true';
}

/** @param {House} house @param {Measuring} measuring @param {NoteKeeper} keeper @param {(text: string) => void} say @returns {Tools} */
function toolsOf({ screen, study, stacks, strip, store }, measuring, keeper, say) {
  const comparing = new Comparing(screen);
  const fusion = new Fusion(screen, stacks, say);
  const hanging = new Hanging(screen, stacks, comparing, (date, list) => {
    strip.append(words('prior.title', { date: displayDate(date) }), list);
    keeper.watch(list[0].study).catch(() => undefined);
  });
  hanging.addEventListener('fuse', (event) => fusion.toggle(/** @type {CustomEvent} */ (event).detail));
  new Documents(screen, stacks);
  new Regions(screen, stacks, say);
  return {
    measuring, comparing, fusion, hanging,
    looking: new Looking(screen),
    volumes: new Volumes(screen, measuring, say),
    keeping: new Keeping(screen, measuring, { say, stored: () => strip.renew(study, screen), pixelsOf: (image) => store.cached(image) }),
    giving: new Giving(screen, study, say),
  };
}

/**
 * Whether what was drawn is with the study; said in words only while it is not.
 * @param {Screen} screen @param {NoteKeeper} keeper @param {StatusLine} status
 */
function tellOfNotes(screen, keeper, status) {
  let isTold = false;
  screen.element.dataset.notes = keeper.state;
  keeper.addEventListener('changed', () => {
    const { state } = keeper;
    screen.element.dataset.notes = state;
    const isWrong = state === 'waiting' || state === 'refused';
    // What else stands there is not for this to take away.
    if (isWrong) status.say(words(`notes.${state}`));
    else if (isTold && state === 'kept') status.say('');
    isTold = isWrong || (isTold && state !== 'kept');
  });
}

/**
 * The next of the protocols that fit, round and round.
 * @param {Hanging} hanging
 */
function hangNext(hanging) {
  const { fitting, current } = hanging;
  const next = fitting[(fitting.findIndex(({ id }) => id === current) + 1) % fitting.length];
  if (next) hanging.hang(next);
}

/** @param {string} path  of a style sheet, beside this module's version of the site */
function styled(path) {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL(`../..${path}`, import.meta.url).href;
  return new Promise((resolve) => {
    link.addEventListener('load', resolve);
    link.addEventListener('error', resolve);
    document.head.append(link);
  });
}
