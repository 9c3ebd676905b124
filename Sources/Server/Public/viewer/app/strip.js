// @ts-check
import { seriesType } from './cell.js';
import { Dataset } from '../data/dataset.js';
import { Series } from '../data/series.js';
import { seriesList, seriesThumbnail } from '../loaders/dicomweb.js';
import { words } from '../../scripts/i18n/words.js';

/** @typedef {import('./screen.js').Screen} Screen */
/** @typedef {import('../data/stack.js').Stack} Stack */
/** @typedef {{tile: HTMLElement, line: HTMLElement, count: HTMLElement, stack: Stack | null}} Entry */

/** The series of the study as tiles: a picture, the modality, what it is, how many images, seen, and how much is loaded. */
export class Strip {
  /** @type {Map<Series, Entry>} */
  #entries = new Map();
  /** @type {Set<Series>} */
  #seen = new Set();
  #isUpdateDue = false;

  /** @param {HTMLElement} element @param {Screen} screen @param {import('../loaders/framestore.js').FrameStore} store */
  constructor(element, screen, store) {
    this.element = element;
    this.screen = screen;
    this.store = store;
    for (const name of ['loaded', 'evicted']) store.addEventListener(name, () => this.#updateSoon());
    screen.addEventListener('changed', () => this.#updateSoon());
  }

  /** @param {Series[]} list */
  show(list) {
    this.element.replaceChildren(...list.map((series) => this.#tile(series)));
    this.#updateSoon();
  }

  /**
   * Further series below those that are there.
   * @param {string} title @param {Series[]} list
   */
  append(title, list) {
    const heading = Object.assign(document.createElement('h2'), { textContent: title });
    this.element.append(heading, ...list.map((series) => this.#tile(series)));
    this.showThumbnails();
    this.#updateSoon();
  }

  /** Thumbnails are fetched once the first picture is there: they must not delay it. */
  showThumbnails() {
    for (const [series, { tile }] of this.#entries) {
      const picture = tile.querySelector('img');
      if (picture && !picture.src) picture.src = seriesThumbnail(series.study, series.uid);
    }
  }

  /**
   * Brings in the series that the archive has taken in since.
   * @param {string} study @param {Screen} screen
   */
  async renew(study, screen) {
    const items = await seriesList(study);
    const known = new Set(screen.list.map(({ uid }) => uid));
    const added = items.map((/** @type {any} */ item) => new Series(study, new Dataset(item))).filter((/** @type {Series} */ { uid }) => !known.has(uid));
    screen.list.push(...added);
    const last = [...this.#entries].filter(([series]) => series.study === study).pop()?.[1].tile;
    const tiles = added.map((/** @type {Series} */ series) => this.#tile(series));
    if (last) last.after(...tiles);
    else this.element.append(...tiles);
    this.showThumbnails();
    this.#updateSoon();
  }

  /** Writes every tile's words again. */
  rewrite() {
    for (const [series, entry] of this.#entries) this.#describe(series, entry);
  }

  /** @param {Series} series */
  #tile(series) {
    const tile = document.createElement('button');
    tile.type = 'button';
    tile.className = 'tile';
    tile.draggable = true;
    tile.dataset.series = series.uid;
    tile.innerHTML = `<span class="thumbnail"><img alt="" draggable="false" hidden><span class="modality"></span></span>
      <span class="line"></span><span class="description"></span><span class="count"></span>`;
    const picture = /** @type {HTMLImageElement} */ (tile.querySelector('img'));
    picture.addEventListener('load', () => { picture.hidden = false; });
    const entry = {
      tile, stack: null,
      line: /** @type {HTMLElement} */ (tile.querySelector('.line')),
      count: /** @type {HTMLElement} */ (tile.querySelector('.count')),
    };
    if (!series.hasPicture) picture.remove();
    this.#entries.set(series, entry);
    this.#describe(series, entry);
    tile.addEventListener('click', () => this.screen.open(series));
    tile.addEventListener('dragstart', (event) => event.dataTransfer?.setData(seriesType, series.uid));
    return tile;
  }

  /** @param {Series} series @param {Entry} entry */
  #describe(series, { tile, stack, count }) {
    const description = series.description || words('series.unnamed', { number: series.number ?? '' });
    /** @type {HTMLElement} */ (tile.querySelector('.description')).textContent = description;
    /** @type {HTMLElement} */ (tile.querySelector('.modality')).textContent = series.modality || '?';
    const frames = stack?.images.length || series.count;
    count.textContent = series.hasPicture ? words('series.images', { count: frames }) : words(`kind.${series.kind}`);
    tile.classList.toggle('unpictured', !series.hasPicture);
    tile.title = description;
  }

  #updateSoon() {
    if (this.#isUpdateDue) return;
    this.#isUpdateDue = true;
    requestAnimationFrame(() => {
      this.#isUpdateDue = false;
      this.#update();
    });
  }

  #update() {
    for (const { viewport } of this.screen.cells) {
      const entry = viewport.series && this.#entries.get(viewport.series);
      if (!entry || !viewport.series || !viewport.stack) continue;
      // Planes cut through a volume are not the series' own images.
      if (entry.stack !== viewport.stack && viewport.stack.instances.length > 0) {
        entry.stack = viewport.stack;
        this.#describe(viewport.series, entry);
      }
      if (viewport.shown || viewport.quality === 'unpictured') this.#seen.add(viewport.series);
    }
    for (const [series, { tile, line, stack }] of this.#entries) {
      const cells = this.screen.cells.filter((cell) => cell.series === series);
      tile.classList.toggle('shown', cells.length > 0);
      tile.classList.toggle('active', cells.includes(/** @type {any} */ (this.screen.active)));
      tile.classList.toggle('seen', this.#seen.has(series));
      tile.setAttribute('aria-current', String(cells.length > 0));
      const images = stack?.images ?? [];
      const loaded = images.reduce((count, image) => count + Number(this.store.has(image)), 0);
      line.style.setProperty('--loaded', String(images.length ? loaded / images.length : 0));
    }
  }
}
