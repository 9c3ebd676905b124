// @ts-check
/** Display filters and colours, the magnifier, and true size. */
import { Magnifier } from './magnifier.js';
import { calibrationOf } from '../data/calibration.js';
import { scheme, schemeNames } from '../math/colourschemes.js';
import { scaleOf } from '../viewport/camera.js';
import { words } from '../../scripts/i18n/words.js';

/** @typedef {import('./screen.js').Screen} Screen */
/** @typedef {import('./drawer.js').Entry} Entry */
/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */

/** Display filters, as the viewport's emphasis. */
const sharp = 1.2;
const soft = -1;

/** CSS pixels per millimetre where the reader has not said otherwise: CSS fixes 96 to the inch. */
const nominal = 96 / 25.4;
const remembered = 'yigong.pixelsPerMillimetre';

export class Looking {
  /** @param {Screen} screen */
  constructor(screen) {
    this.screen = screen;
    this.magnifier = new Magnifier(screen);
  }

  get #viewport() { return this.screen.active?.viewport; }

  /** @param {(viewport: Viewport) => void} change */
  #change(change) { if (this.#viewport) change(this.#viewport); }

  /** @returns {Entry[]} */
  get filters() {
    const emphasis = (/** @type {string} */ id, /** @type {string} */ key, /** @type {number} */ value) => ({
      id, key,
      run: () => this.#change((viewport) => viewport.setLook({ emphasis: viewport.emphasis === value ? 0 : value })),
      isOn: () => this.#viewport?.emphasis === value,
    });
    return [
      emphasis('sharpen', 'shift+s', sharp),
      emphasis('soften', 'shift+f', soft),
      {
        id: 'interpolate', key: 'shift+i',
        run: () => this.#change((viewport) => viewport.setLook({ smooth: !viewport.smooth })),
        isOn: () => Boolean(this.#viewport?.smooth),
      },
      { id: 'magnify', key: 'shift+m', run: () => this.magnifier.toggle(), isOn: () => this.magnifier.isOn },
      { id: 'trueSize', key: 'shift+u', run: () => this.#change((viewport) => showTrueSize(viewport)) },
    ];
  }

  /** @returns {Entry[]} */
  get cycling() {
    return [{ id: 'colours', key: 'j', run: () => this.nextScheme(), isOn: () => Boolean(this.#viewport?.colours) }];
  }

  nextScheme() {
    this.#change((viewport) => {
      const now = schemeNames.findIndex((name) => scheme(name) === viewport.colours);
      viewport.setLook({ colours: scheme(schemeNames[now + 1] ?? 'grey') });
    });
  }

  /** A swatch for each colour scheme. */
  swatches() {
    return ['grey', ...schemeNames].map((name) => {
      const swatch = document.createElement('button');
      swatch.type = 'button';
      swatch.className = 'swatch';
      swatch.dataset.scheme = name;
      swatch.setAttribute('aria-pressed', String(this.#viewport?.colours === scheme(name)));
      const strip = Object.assign(document.createElement('canvas'), { width: 256, height: 1 });
      const context = /** @type {CanvasRenderingContext2D} */ (strip.getContext('2d'));
      const colours = scheme(name);
      const picture = context.createImageData(256, 1);
      for (let level = 0; level < 256; level += 1) {
        for (let channel = 0; channel < 3; channel += 1) picture.data[level * 4 + channel] = colours ? colours[level * 3 + channel] : level;
        picture.data[level * 4 + 3] = 255;
      }
      context.putImageData(picture, 0, 0);
      swatch.append(strip, Object.assign(document.createElement('span'), { textContent: words(`scheme.${name}`) }));
      swatch.addEventListener('click', () => {
        this.#change((viewport) => viewport.setLook({ colours: scheme(name) }));
        for (const other of swatch.parentElement?.querySelectorAll('.swatch') ?? []) other.setAttribute('aria-pressed', String(other === swatch));
        this.screen.announce();
      });
      return swatch;
    });
  }
}

/**
 * A millimetre of the patient is one of the screen, as far as the screen's own size is known.
 * @param {Viewport} viewport
 */
function showTrueSize(viewport) {
  const { shown, camera, size, density } = viewport;
  const calibration = shown && calibrationOf(shown, [{ x: shown.columns / 2, y: shown.rows / 2 }]);
  if (!shown || !calibration || calibration.from === 'none') return;
  const perMillimetre = Number(localStorage.getItem(remembered)) || nominal;
  const wanted = calibration.column * perMillimetre * density;
  viewport.setCamera({ ...camera, zoom: (camera.zoom * wanted) / scaleOf(camera, size, shown) });
}
