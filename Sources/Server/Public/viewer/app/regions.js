// @ts-check
/** Segmentations and structure sets: opening one opens the images that it belongs to, with the regions over them. */
import { segmentationFrom, structureSetFrom } from '../data/objects/segmentation.js';
import { Tag } from '../data/tags.js';
import { fetchMasks } from '../loaders/masks.js';
import { RegionLayer } from '../overlays/regionlayer.js';
import { words } from '../../scripts/i18n/words.js';

/** @typedef {import('./screen.js').Screen} Screen */
/** @typedef {import('./cell.js').Cell} Cell */
/** @typedef {import('../data/series.js').Series} Series */

/** @param {Series | null} series */
const isRegions = (series) => series?.kind === 'segmentation' || series?.modality === 'RTSTRUCT';

export class Regions {
  /** @param {Screen} screen @param {import('./stacks.js').Stacks} stacks @param {(text: string) => void} say */
  constructor(screen, stacks, say) {
    this.screen = screen;
    this.stacks = stacks;
    this.say = say;
    screen.fitCells((cell) => this.#fit(cell));
  }

  /** @param {Cell} cell */
  #fit(cell) {
    const layer = new RegionLayer(cell.viewport);
    const legend = Object.assign(document.createElement('div'), { className: 'legend', hidden: true });
    cell.element.append(legend);
    let known = /** @type {object | null} */ (null);
    cell.viewport.addEventListener('changed', () => {
      const { stack, series, quality } = cell.viewport;
      if (stack === known || !stack) return;
      known = stack;
      if (quality === 'unpictured' && isRegions(series)) this.#open(cell, /** @type {Series} */ (series), layer, legend);
      else if (!layer.shown || !this.#belongs(cell, layer)) {
        layer.show(null);
        legend.hidden = true;
      }
    });
  }

  /** @param {Cell} cell @param {RegionLayer} layer */
  #belongs({ viewport }, layer) {
    const reference = layer.shown?.set.reference;
    return viewport.images.some(({ dataset }) => dataset.text(Tag.FrameOfReferenceUID) === reference);
  }

  /** @param {Cell} cell @param {Series} series @param {RegionLayer} layer @param {HTMLElement} legend */
  async #open(cell, series, layer, legend) {
    const [dataset] = cell.viewport.stack?.instances ?? [];
    if (!dataset) return;
    try {
      const set = series.kind === 'segmentation' ? segmentationFrom(dataset) : structureSetFrom(dataset);
      const bytes = set.masks ? await fetchMasks(series, dataset, set.masks) : null;
      const found = await this.#imagesFor(set);
      if (cell.viewport.series !== series) return;
      if (!found) return this.say(words('regions.alone'));
      const shown = { set, bytes, hidden: /** @type {Set<number>} */ (new Set()) };
      layer.show(shown);
      await cell.open(found.series, found.index);
      legend.replaceChildren(...set.regions.map((region) => this.#entry(region, shown, layer)));
      legend.hidden = false;
    } catch {
      this.say(words('regions.failed'));
    }
    return undefined;
  }

  /** @param {import('../data/objects/segmentation.js').Region} region @param {NonNullable<RegionLayer['shown']>} shown @param {RegionLayer} layer */
  #entry({ number, label, colour }, shown, layer) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: label });
    button.style.setProperty('--colour', `rgb(${colour.join(' ')})`);
    button.setAttribute('aria-pressed', 'true');
    button.addEventListener('click', () => {
      if (!shown.hidden.delete(number)) shown.hidden.add(number);
      button.setAttribute('aria-pressed', String(!shown.hidden.has(number)));
      layer.draw();
    });
    return button;
  }

  /**
   * The series of the same frame of reference, or that of the image that a mask was drawn on, at a slice where something lies.
   * @param {import('../data/objects/segmentation.js').RegionSet} set
   */
  async #imagesFor(set) {
    const sources = new Set(set.masks?.frames.map(({ source }) => source).filter(Boolean));
    const level = set.contours[set.contours.length >> 1]?.points[0] ?? set.masks?.frames[set.masks.frames.length >> 1]?.plane?.position;
    for (const series of this.screen.list.filter(({ hasPicture }) => hasPicture)) {
      const stack = await this.stacks.of(series).catch(() => null);
      const images = stack?.images ?? [];
      const bySource = images.findIndex(({ instance }) => sources.has(instance));
      if (bySource >= 0) return { series, index: bySource };
      if (set.reference && images[0]?.dataset.text(Tag.FrameOfReferenceUID) === set.reference) return { series, index: indexAt(images, level) };
    }
    return null;
  }
}

/** @param {import('../data/image.js').Image[]} images @param {import('../math/vector.js').Vector | undefined} level */
function indexAt(images, level) {
  const distances = images.map(({ plane }) => (plane && level ? Math.abs(plane.location - plane.normal.reduce((sum, value, axis) => sum + value * level[axis], 0)) : Infinity));
  return Math.max(0, distances.indexOf(Math.min(...distances)));
}
