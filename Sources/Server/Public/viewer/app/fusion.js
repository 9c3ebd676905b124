// @ts-check
/** PET in SUV, and PET laid over CT in colour. */
import { Tag } from '../data/tags.js';
import { scheme } from '../math/colourschemes.js';
import { describeVolume, fetchCut } from '../loaders/volumes.js';
import { FusionLayer } from '../overlays/fusionlayer.js';
import { words } from '../../scripts/i18n/words.js';

/** @typedef {import('./screen.js').Screen} Screen */
/** @typedef {import('./drawer.js').Entry} Entry */
/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */
/** @typedef {import('../data/series.js').Series} Series */
/** @typedef {import('../data/volume.js').VolumeDescription} VolumeDescription */

/** SUV that PET is first shown to. */
const usualSUV = 7;

export class Fusion {
  /** @type {WeakMap<Viewport, FusionLayer>} */ #layers = new WeakMap();
  /** @type {Map<string, Promise<VolumeDescription>>} */ #volumes = new Map();
  look = { opacity: 0.75, top: 8, scheme: 'hotIron' };

  /** @param {Screen} screen @param {import('./stacks.js').Stacks} stacks @param {(text: string) => void} say */
  constructor(screen, stacks, say) {
    this.screen = screen;
    this.stacks = stacks;
    this.say = say;
    screen.fitCells(({ viewport }) => {
      /** @type {import('../data/stack.js').Stack | null} */
      let known = null;
      viewport.addEventListener('changed', () => {
        if (viewport.stack === known || !viewport.stack?.images.length) return;
        known = viewport.stack;
        this.#layers.get(viewport)?.setSource(null);
        viewport.setLook({ quantity: null });
        if (viewport.series?.modality === 'PT') this.#tellSUV(viewport);
      });
    });
  }

  /** @returns {Entry[]} */
  get entries() {
    return [{ id: 'fuse', key: '\\', run: () => { if (this.screen.active) this.toggle(this.screen.active.viewport); }, isOn: () => this.#isOn(this.screen.active?.viewport) }];
  }

  /** @param {Viewport | undefined} viewport */
  #isOn(viewport) { return Boolean(viewport && this.#layers.get(viewport)?.source); }

  /** @param {Series} series */
  #volume(series) {
    const known = this.#volumes.get(series.uid) ?? describeVolume(series);
    this.#volumes.set(series.uid, known);
    known.catch(() => this.#volumes.delete(series.uid));
    return known;
  }

  /** @param {Viewport} viewport */
  async #tellSUV(viewport) {
    const { series, stack } = viewport;
    const volume = series && await this.#volume(series).catch(() => null);
    const factor = volume?.uptake?.suvbw;
    if (viewport.stack !== stack) return;
    if (!factor) {
      const obstacle = volume?.uptake?.obstacle;
      if (obstacle) this.say(words('suv.none', { reason: words(`suv.${obstacle}`) }));
      return;
    }
    viewport.setLook({ quantity: { factor, unit: 'SUVbw' } });
    if (!viewport.chosenVOI) viewport.setVOI({ kind: 'window', shape: 'LINEAR_EXACT', center: usualSUV / factor / 2, width: usualSUV / factor });
  }

  /** @param {Viewport} viewport */
  async toggle(viewport) {
    const layer = this.#layers.get(viewport) ?? new FusionLayer(viewport);
    this.#layers.set(viewport, layer);
    if (layer.source) return layer.setSource(null);
    const series = await this.#petFor(viewport);
    if (!series) return this.say(words('fusion.none'));
    try {
      const volume = await this.#volume(series);
      const factor = volume.uptake?.suvbw ?? 1 / (volume.window.center + volume.window.width / 2) * usualSUV;
      layer.setSource({ cut: (cut, signal) => fetchCut(series, cut, signal), factor });
      this.#apply(layer);
    } catch {
      this.say(words('fusion.none'));
    }
    return undefined;
  }

  /**
   * PET of the study in the same frame of reference.
   * @param {Viewport} viewport
   */
  async #petFor(viewport) {
    const reference = viewport.images[0]?.dataset.text(Tag.FrameOfReferenceUID);
    for (const series of this.screen.list.filter(({ modality }) => modality === 'PT')) {
      const stack = await this.stacks.of(series).catch(() => null);
      if (reference && stack?.images[0]?.dataset.text(Tag.FrameOfReferenceUID) === reference) return series;
    }
    return null;
  }

  /** @param {FusionLayer} layer */
  #apply(layer) { layer.setLook({ ...this.look, colours: /** @type {Uint8Array} */ (scheme(this.look.scheme)) }); }

  /** Opacity, the SUV that is brightest, and the colours. */
  settings() {
    const slider = (/** @type {'opacity' | 'top'} */ name, /** @type {string} */ least, /** @type {string} */ most, /** @type {string} */ step) => {
      const label = Object.assign(document.createElement('label'), { className: 'setting' });
      const input = Object.assign(document.createElement('input'), { type: 'range', min: least, max: most, step, value: String(this.look[name]) });
      const shown = Object.assign(document.createElement('output'), { value: String(this.look[name]) });
      input.addEventListener('input', () => {
        shown.value = input.value;
        this.#change({ [name]: Number(input.value) });
      });
      label.append(words(`fusion.${name}`), input, shown);
      return label;
    };
    const label = Object.assign(document.createElement('label'), { className: 'setting' });
    const choice = document.createElement('select');
    for (const name of ['hotIron', 'pet', 'hotMetalBlue', 'spectrum']) choice.append(new Option(words(`scheme.${name}`), name, false, name === this.look.scheme));
    choice.addEventListener('change', () => this.#change({ scheme: choice.value }));
    label.append(words('drawer.colours'), choice);
    return [slider('opacity', '0', '1', '0.05'), slider('top', '1', '30', '0.5'), label];
  }

  /** @param {Partial<Fusion['look']>} change */
  #change(change) {
    Object.assign(this.look, change);
    for (const { viewport } of this.screen.cells) {
      const layer = this.#layers.get(viewport);
      if (layer?.source) this.#apply(layer);
    }
  }
}
