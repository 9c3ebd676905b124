// @ts-check
/** Everything that a button or a key can do. Labels are the words `command.<id>`; icons have the id's name. */
import { flippedSideways, flippedUpright, restingCamera, turned } from '../viewport/camera.js';
import { presetsFor } from '../tools/presets.js';

/** @typedef {import('./screen.js').Screen} Screen */
/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */

/**
 * @typedef {Object} Command
 * @property {string} id
 * @property {string} key      a letter, or '' for none
 * @property {'navigate' | 'look' | 'arrange' | 'screen'} group
 * @property {boolean} [isPrimary]  has a place on a phone's narrow bar
 * @property {(screen: Screen) => void} run
 * @property {(screen: Screen) => boolean} [isOn]
 */

/** @param {string} id @param {string} key @param {Command['group']} group @param {boolean} [isPrimary] @returns {Command} */
const tool = (id, key, group, isPrimary) => ({
  id, key, group, isPrimary, run: (screen) => screen.setTool(id), isOn: (screen) => screen.tool === id,
});

/** @param {string} id @param {string} key @param {Command['group']} group @param {(viewport: Viewport) => void} act @param {(viewport: Viewport) => boolean} [isOn] @returns {Command} */
const act = (id, key, group, act, isOn) => ({
  id, key, group,
  run: ({ active }) => active && act(active.viewport),
  isOn: isOn && (({ active }) => Boolean(active && isOn(active.viewport))),
});

/** @type {Command[]} */
export const commands = [
  tool('scroll', 's', 'navigate', true),
  tool('zoom', 'z', 'navigate', true),
  tool('pan', 'p', 'navigate'),
  tool('rotate', 'g', 'navigate'),
  tool('window', 'w', 'look', true),
  act('invert', 'i', 'look', (viewport) => viewport.toggleInversion(), (viewport) => viewport.inverted),
  act('turn', 'r', 'arrange', (viewport) => viewport.setCamera(turned(viewport.camera, 90))),
  act('flipSideways', 'h', 'arrange', (viewport) => viewport.setCamera(flippedSideways(viewport.camera))),
  act('flipUpright', 'v', 'arrange', (viewport) => viewport.setCamera(flippedUpright(viewport.camera))),
  act('fit', 'f', 'arrange', (viewport) => viewport.setCamera({ ...viewport.camera, zoom: 1, pan: restingCamera.pan })),
  act('actualSize', 'u', 'arrange', (viewport) => viewport.showActualSize()),
  { ...act('reset', 'x', 'arrange', (viewport) => viewport.reset()), isPrimary: true },
  {
    id: 'cine', key: 'c', group: 'screen', isPrimary: true,
    run: ({ active }) => active?.cine.toggle(),
    isOn: ({ active }) => Boolean(active?.cine.isPlaying),
  },
  { id: 'link', key: 'k', group: 'screen', run: (screen) => screen.toggleLinks('automatic'), isOn: ({ links }) => links.isOn },
  {
    id: 'text', key: 't', group: 'screen',
    run: ({ element }) => element.classList.toggle('without-text'),
    isOn: ({ element }) => !element.classList.contains('without-text'),
  },
  {
    id: 'fullScreen', key: 'e', group: 'screen',
    run: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
    isOn: () => document.fullscreenElement !== null,
  },
];

/** @typedef {{id: string, key: string, label: string, voi: import('../math/voi.js').VOI | null, choose: () => void}} WindowChoice */

/**
 * The windows offered for the active picture: its own first, then those of its modality, then over everything.
 * @param {Screen} screen
 * @returns {WindowChoice[]}
 */
export function windowChoices({ active }) {
  const viewport = active?.viewport;
  if (!viewport?.shown || !viewport.isWindowable) return [];
  const own = viewport.shown.valuesOfInterest.map(({ label, voi }, index) => ({
    id: 'own', key: index === 0 ? '0' : '', label, voi, choose: () => viewport.setVOI(index ? voi : null),
  }));
  const usual = presetsFor(viewport.series?.modality ?? '').map(({ id, center, width }, index) => {
    const voi = /** @type {import('../math/voi.js').VOI} */ ({ kind: 'window', shape: 'LINEAR', center, width });
    return { id, key: String(index + 1), label: '', voi, choose: () => viewport.setVOI(voi) };
  });
  const everything = { id: 'everything', key: own.length ? '' : '0', label: '', voi: null, choose: () => viewport.windowOverEverything() };
  return [...own, ...usual, everything];
}
