// @ts-check
import { windowChoices } from './commands.js';
import { displayNumber } from '../data/text.js';
import { words } from '../../scripts/i18n/words.js';

/** @typedef {import('./screen.js').Screen} Screen */

/** The list of windows for the active picture, below its button. @param {HTMLButtonElement} button @param {HTMLElement} menu @param {Screen} screen */
export function windowMenu(button, menu, screen) {
  const place = () => {
    const { left, bottom, top } = button.getBoundingClientRect();
    const above = bottom + menu.offsetHeight > innerHeight;
    menu.style.left = `${Math.max(8, Math.min(left, innerWidth - menu.offsetWidth - 8))}px`;
    menu.style.top = `${above ? top - menu.offsetHeight - 4 : bottom + 4}px`;
  };
  menu.addEventListener('beforetoggle', (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === 'open') menu.replaceChildren(...rows(menu, screen));
  });
  menu.addEventListener('toggle', place);
}

/** @param {HTMLElement} menu @param {Screen} screen */
function rows(menu, screen) {
  const choices = windowChoices(screen);
  if (choices.length === 0) {
    const none = document.createElement('p');
    none.textContent = words('window.none');
    return [none];
  }
  return choices.map(({ id, key, label, voi, choose }) => {
    const row = document.createElement('button');
    row.type = 'button';
    const numbers = voi?.kind === 'window' ? `${displayNumber(voi.width)} / ${displayNumber(voi.center)}` : '';
    for (const [className, text] of [['name', label || words(`window.${id}`)], ['numbers', numbers], ['key', key]]) {
      const part = document.createElement('span');
      part.className = className;
      part.textContent = text;
      row.append(part);
    }
    row.addEventListener('click', () => {
      choose();
      menu.hidePopover();
    });
    return row;
  });
}
