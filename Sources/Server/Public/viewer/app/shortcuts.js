// @ts-check
import { commands, windowChoices } from './commands.js';
import { grids } from '../layouts/grids.js';

/** @typedef {import('./screen.js').Screen} Screen */

/** Keys that move through images and series. @type {Record<string, (screen: Screen) => void>} */
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
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = further[key] ?? (moves[key] && (() => moves[key](screen))) ?? commandFor(screen, key);
    if (!action) return;
    event.preventDefault();
    action();
    screen.dispatchEvent(new Event('changed'));
  });
}

/** @param {Screen} screen @param {string} key */
function commandFor(screen, key) {
  const command = commands.find((candidate) => candidate.key === key);
  if (command) return () => command.run(screen);
  return windowChoices(screen).find((choice) => choice.key === key)?.choose;
}

/** A button in focus still takes Space and Enter; a slider its arrows. @param {EventTarget | null} target */
const isTyping = (target) => target instanceof Element && target.matches('input, select, textarea, dialog *, button:focus-visible');
