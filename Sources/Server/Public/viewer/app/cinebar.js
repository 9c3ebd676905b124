// @ts-check
import { icon } from '../../scripts/icon.js';
import { words } from '../../scripts/i18n/words.js';

/** @typedef {import('./screen.js').Screen} Screen */

/** Play, pause and speed of the active picture; there when its object is made to be played, or is being played. */
export class CineBar {
  /** @param {HTMLElement} element @param {Screen} screen */
  constructor(element, screen) {
    this.element = element;
    this.screen = screen;
    this.button = document.createElement('button');
    this.button.type = 'button';
    this.button.addEventListener('click', () => {
      screen.active?.cine.toggle();
      screen.dispatchEvent(new Event('changed'));
    });
    this.speed = document.createElement('input');
    Object.assign(this.speed, { type: 'range', min: '1', max: '60' });
    this.speed.addEventListener('input', () => {
      if (screen.active) screen.active.cine.framesPerSecond = Number(this.speed.value);
      this.update();
    });
    this.rate = document.createElement('output');
    element.append(this.button, this.speed, this.rate);
    screen.addEventListener('changed', () => this.update());
    this.update();
  }

  update() {
    const { active } = this.screen;
    const isFilm = (active?.viewport.stack?.framesPerSecond ?? null) !== null;
    this.element.hidden = !active || (!isFilm && !active.cine.isPlaying) || active.viewport.images.length < 2;
    if (!active || this.element.hidden) return;
    const name = active.cine.isPlaying ? 'pause' : 'play';
    if (this.button.dataset.shows !== name) {
      this.button.dataset.shows = name;
      this.button.replaceChildren(icon(name));
    }
    this.button.title = words(`cine.${name}`);
    this.speed.setAttribute('aria-label', words('cine.speed'));
    this.speed.value = String(active.cine.framesPerSecond);
    this.rate.value = words('cine.rate', { rate: active.cine.framesPerSecond });
  }
}
