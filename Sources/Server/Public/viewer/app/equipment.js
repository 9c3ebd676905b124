// @ts-check
/**
 * Everything that a first picture can do without: measuring, comparing, keeping, giving. Loaded once that picture is there.
 */
import { Comparing } from './comparing.js';
import { Documents } from './documents.js';
import { Drawer } from './drawer.js';
import { Fusion } from './fusion.js';
import { Giving } from './giving.js';
import { Hanging } from './hanging.js';
import { Keeping } from './keeping.js';
import { LayoutPanel } from './layoutpanel.js';
import { Looking } from './looking.js';
import { Measuring } from './measuring.js';
import { NoteKeeper } from './notekeeper.js';
import { StatusLine } from './statusline.js';
import { Volumes } from './volumes.js';
import { displayDate } from '../data/text.js';
import { learn, translatePage, words } from '../../scripts/i18n/words.js';
import { en } from '../../scripts/i18n/reading/en.js';
import { zh } from '../../scripts/i18n/reading/zh.js';

/** @typedef {import('./screen.js').Screen} Screen */
/** @typedef {import('./drawer.js').Entry} Entry */

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

/** @param {House} house */
export async function equip({ screen, toolbar, keys, study, stacks, strip, store, image, isNarrow, account }) {
  learn({ zh, en });
  await styled('/styles/equipment.css');
  const measuring = new Measuring(screen);
  measuring.author = account;
  const looking = new Looking(screen);
  const comparing = new Comparing(screen);
  const keeper = new NoteKeeper(measuring.annotations);
  const status = new StatusLine();
  const keeping = new Keeping(screen, measuring, {
    say: (text) => status.say(text), stored: () => strip.renew(study, screen), pixelsOf: (image) => store.cached(image),
  });
  new Documents(screen, stacks);
  const giving = new Giving(screen, study, (text) => status.say(text));
  const fusion = new Fusion(screen, stacks, (text) => status.say(text));
  const volumes = new Volumes(screen, measuring, (text) => status.say(text));
  const hanging = new Hanging(screen, stacks, comparing, (date, list) => {
    strip.append(words('prior.title', { date: displayDate(date) }), list);
    keeper.watch(list[0].study).catch(() => undefined);
  });
  const drawers = [
    new Drawer('measure', screen, () => [
      { title: 'drawer.draw', entries: measuring.tools }, { title: 'drawer.change', entries: measuring.changes },
    ], () => measuring.isDrawing),
    new Drawer('show', screen, () => [
      { title: 'drawer.filters', entries: looking.filters }, { title: 'drawer.colours', entries: looking.cycling, nodes: looking.swatches() },
    ]),
    new Drawer('compare', screen, () => [
      { title: 'drawer.link', entries: comparing.links }, { title: 'drawer.space', entries: comparing.lines },
    ], () => comparing.isAnyOn),
    new Drawer('layout', screen, () => [
      { title: 'drawer.grid', nodes: [layout.matrix()] }, { title: 'drawer.hanging', nodes: layout.protocols() }, { title: 'drawer.priors', nodes: layout.priors() },
    ]),
    new Drawer('volume', screen, () => [
      { title: 'drawer.planes', entries: volumes.planes }, { title: 'drawer.slab', entries: volumes.slabs, nodes: [volumes.thickness(), volumes.interpolation()] },
      { title: 'drawer.fusion', entries: fusion.entries, nodes: fusion.settings() },
    ], () => volumes.isOn),
    new Drawer('keep', screen, () => [{ title: 'drawer.archive', entries: keeping.entries }]),
    new Drawer('give', screen, () => [{ title: 'drawer.pictures', entries: giving.pictures }, { title: 'drawer.files', entries: giving.files }]),
  ];
  const layout = new LayoutPanel(hanging, drawers[3]);
  Drawer.listen();
  bind(keys, screen, [...measuring.tools, ...measuring.changes, ...looking.filters, ...looking.cycling, ...comparing.links, ...comparing.lines, ...keeping.entries, ...volumes.planes, ...volumes.slabs, ...fusion.entries, ...giving.pictures, ...giving.files]);
  Object.assign(keys, {
    Enter: () => measuring.end(),
    Escape: () => measuring.cancel() || measuring.annotations.select(null),
    Backspace: () => measuring.annotations.removeSelected(),
    'ctrl+shift+z': () => measuring.annotations.redo(),
    'shift+h': () => hangNext(hanging),
  });
  toolbar.furnish('drawers', drawers.map(({ button }) => button));
  translatePage(toolbar.element);
  document.addEventListener('languagechange', () => drawers.forEach((drawer) => drawer.renew()));
  keeper.addEventListener('changed', () => {
    screen.element.dataset.notes = keeper.state;
    status.say(keeper.state === 'waiting' || keeper.state === 'refused' ? words(`notes.${keeper.state}`) : '');
  });
  keeper.watch(study).catch(() => undefined);
  hanging.addEventListener('fuse', (event) => fusion.toggle(/** @type {CustomEvent} */ (event).detail));
  await hanging.begin(image, !isNarrow).catch(() => undefined);
  document.documentElement.dataset.equipped = 'true';
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

/** @param {Record<string, () => void>} keys @param {Screen} screen @param {Entry[]} entries */
function bind(keys, screen, entries) {
  for (const { key, run } of entries) if (key) keys[key] = () => run(screen);
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
