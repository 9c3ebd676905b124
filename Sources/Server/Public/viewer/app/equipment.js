// @ts-check
/**
 * Everything that a first picture can do without: measuring, comparing, keeping, giving. Loaded once that picture is there.
 */
import { Drawer } from './drawer.js';
import { Looking } from './looking.js';
import { Measuring } from './measuring.js';
import { learn, translatePage } from '../../scripts/i18n/words.js';
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
 */

/** @param {House} house */
export async function equip({ screen, toolbar, keys }) {
  learn({ zh, en });
  await styled('/styles/equipment.css');
  const measuring = new Measuring(screen);
  const looking = new Looking(screen);
  const drawers = [
    new Drawer('measure', screen, () => [
      { title: 'drawer.draw', entries: measuring.tools }, { title: 'drawer.change', entries: measuring.changes },
    ], () => measuring.isDrawing),
    new Drawer('show', screen, () => [
      { title: 'drawer.filters', entries: looking.filters }, { title: 'drawer.colours', entries: looking.cycling, nodes: looking.swatches() },
    ]),
  ];
  Drawer.listen();
  bind(keys, screen, [...measuring.tools, ...measuring.changes, ...looking.filters, ...looking.cycling]);
  Object.assign(keys, {
    Enter: () => measuring.end(),
    Escape: () => measuring.cancel() || measuring.annotations.select(null),
    Backspace: () => measuring.annotations.removeSelected(),
    'ctrl+shift+z': () => measuring.annotations.redo(),
  });
  toolbar.furnish('drawers', drawers.map(({ button }) => button));
  translatePage(toolbar.element);
  document.addEventListener('languagechange', () => drawers.forEach((drawer) => drawer.renew()));
  document.documentElement.dataset.equipped = 'true';
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
