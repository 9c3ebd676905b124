// @ts-check
/** Puts the viewer together. */
import { earlyOwner, opening, previews, store } from './opening.js';
import { CineBar } from './cinebar.js';
import { Screen } from './screen.js';
import { listenForKeys } from './shortcuts.js';
import { Stacks } from './stacks.js';
import { Strip } from './strip.js';
import { Toolbar } from './toolbar.js';
import { WindowMenu } from './windowmenu.js';
import { openingGrid } from '../layouts/hanging.js';
import { Tag } from '../data/tags.js';
import { displayName } from '../data/text.js';
import { ArchiveError } from '../loaders/dicomweb.js';
import { switchLanguage, translatePage, words } from '../../scripts/i18n/words.js';
import { goToLogin, currentSession } from '../../scripts/session.js';

/** @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @param {import('../data/series.js').Series} series */
const placeOf = (series) => ({ study: series.study, series: series.uid });

/** @type {import('../viewport/viewport.js').FrameSource} */
const source = {
  cached: (image) => store.cached(image),
  full: (series, image) => store.load(placeOf(series), image),
  preview: (series, image) => previews.load(placeOf(series), image),
  anticipate: (owner, series, images, index) => store.anticipate(owner, placeOf(series), images, index),
  forget: (owner) => store.forget(owner),
};

const session = currentSession().catch(() => undefined);
const stacks = new Stacks();
const withoutGPU = new URLSearchParams(location.search).get('renderer') === 'canvas';
const screen = new Screen(part('screen'), { source, stacks, withoutGPU });
const strip = new Strip(part('strip'), screen, store);
const toolbar = new Toolbar(part('toolbar'), screen);
/** @type {Record<string, () => void>} */
const keys = { b: toggleStrip, '?': () => help.showModal() };
const isNarrow = matchMedia('(max-width: 720px)').matches;

async function start() {
  screen.setTool(isNarrow ? 'scroll' : 'window');
  screen.setGrid(screen.grid);
  markFirstPictures();
  try {
    const { list, chosen, stack } = await opening;
    screen.list = list;
    if (!chosen || !stack) throw new ArchiveError(404, location.href);
    stacks.put(chosen, stack);
    strip.show(list);
    await screen.open(chosen);
    screen.setGrid(openingGrid(list, isNarrow));
    store.forget(earlyOwner);
    strip.showThumbnails();
    const [image] = (await stack).images;
    nameThePatient(image);
    await equipped(image);
  } catch (error) {
    if (error instanceof ArchiveError && error.status === 401) goToLogin();
    else screen.active?.viewport.fail(/** @type {Error} */ (error));
  }
}

/**
 * The first picture waits for none of the tools that come with this.
 * @param {import('../data/image.js').Image | undefined} image
 */
async function equipped(image) {
  const { equip } = await import('./equipment.js');
  const account = (await session)?.name ?? '';
  await equip({ screen, toolbar, keys, stacks, strip, store, account, image, isNarrow, study: screen.list[0].study });
}

/** Marks in the browser's own timeline when the first picture and the first full depth were drawn; Benchmarks reads them. */
function markFirstPictures() {
  const viewport = screen.active?.viewport;
  const mark = () => {
    if (!viewport || !['preview', 'full', 'server'].includes(viewport.quality)) return;
    if (performance.getEntriesByName('first-picture').length === 0) performance.mark('first-picture');
    if (viewport.quality === 'preview') return;
    performance.mark('first-final-picture');
    viewport.removeEventListener('changed', mark);
  };
  viewport?.addEventListener('changed', mark);
}

/** @param {import('../data/image.js').Image | undefined} image */
function nameThePatient(image) {
  if (!image) return;
  const name = displayName(image.dataset.personName(Tag.PatientName)) || words('patient.unnamed');
  part('patient').textContent = name;
  document.title = `${name} · ${words('product')}`;
  document.querySelector('title')?.removeAttribute('data-words');
}

function toggleStrip() {
  document.body.classList.toggle('without-strip');
}

translatePage();
new WindowMenu(part('window-button'), part('window-menu'), screen);
const help = /** @type {HTMLDialogElement} */ (part('help'));
const cineBar = new CineBar(part('cine'), screen);
part('language').addEventListener('click', switchLanguage);
part('help-button').addEventListener('click', () => help.showModal());
help.addEventListener('click', () => help.close());
part('strip-button').addEventListener('click', toggleStrip);
listenForKeys(screen, keys);
document.addEventListener('fullscreenchange', () => toolbar.update());
document.addEventListener('languagechange', () => {
  screen.rewrite();
  strip.rewrite();
  cineBar.update();
});
start();
