// @ts-check
import { commands, windowChoices } from './commands.js';
import { grids } from '../layouts/grids.js';

/** @typedef {import('./screen.js').Screen} Screen */

/**
 * Keys that move through images and series.
 * @type {Record<string, (screen: Screen) => void>}
 */
const moves = {
  ArrowDown: ({ active }) => active?.viewport.scrollBy(1),
  ArrowUp: ({ active }) => active?.viewport.scrollBy(-1),
  PageDown: ({ active }) => active?.viewport.scrollBy(10),
  PageUp: ({ active }) => active?.viewport.scrollBy(-10),
  Home: ({ active }) => active?.viewport.show(0),
  End: ({ active }) => active?.viewport.show(Infinity),
  ArrowRight: (screen) => screen.openNeighbour(1),
  ArrowLeft: (screen) => screen.openNeighbour(-1),
  ' ': ({ active }) => active?.cine.toggle(),
  '[': (screen) => screen.activateNext(-1),
  ']': (screen) => screen.activateNext(1),
  l: (screen) => screen.setGrid(grids[(grids.indexOf(screen.grid) + 1) % grids.length]),
};

/** @param {Screen} screen @param {Record<string, () => void>} further  keys of the page around the screen */
export function listenForKeys(screen, further) {
  document.addEventListener('keydown', (event) => {
    if (event.altKey || isTakenBy(event.target, event.key)) return;
    const key = keyName(event);
    const action = further[key] ?? (moves[key] && (() => moves[key](screen))) ?? commandFor(screen, key);
    if (!action) return;
    event.preventDefault();
    action();
    screen.dispatchEvent(new Event('changed'));
  });
}

/**
 * 'a', 'shift+a', 'ctrl+z', 'Delete': letters in lower case, so that a caps lock changes nothing.
 * @param {KeyboardEvent} event
 */
function keyName({ key, shiftKey, ctrlKey, metaKey }) {
  const isLetter = /^[a-z]$/i.test(key);
  const name = key.length === 1 ? key.toLowerCase() : key;
  return `${ctrlKey || metaKey ? 'ctrl+' : ''}${shiftKey && isLetter ? 'shift+' : ''}${name}`;
}

/** @param {Screen} screen @param {string} key */
function commandFor(screen, key) {
  const command = commands.find((candidate) => candidate.key === key);
  if (command) return () => command.run(screen);
  return windowChoices(screen).find((choice) => choice.key === key)?.choose;
}

/**
 * What the element in focus does with a key itself: a field with all of them, a slider and a button with theirs.
 * @param {EventTarget | null} target @param {string} key
 */
function isTakenBy(target, key) {
  if (!(target instanceof Element)) return false;
  if (target.closest('dialog')) return true;
  if (target.matches('input[type=range]')) return key.startsWith('Arrow') || ['Home', 'End', 'PageUp', 'PageDown'].includes(key);
  if (target.matches('button, a')) return key === ' ' || key === 'Enter';
  return target.matches('input, select, textarea');
}
