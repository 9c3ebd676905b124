// @ts-check
/** Hangs studies by protocol, finds the prior, and keeps a reader's own protocols. */
import { alignedPan, facing } from './hanginglook.js';
import { gridNamed, gridOf, mostPerSide } from '../layouts/grids.js';
import { fitting, flawOf, hangingOf, planeOf, sideOf, viewOf } from '../layouts/protocols.js';
import { presetsFor } from '../tools/presets.js';
import { Tag } from '../data/tags.js';
import { schemeNames, scheme } from '../math/colourschemes.js';
import { fetchChoice, saveChoice } from '../loaders/notes.js';
import { priorsOf, seriesOfPrior } from '../loaders/priors.js';
import { request } from '../loaders/dicomweb.js';

/** @typedef {import('./screen.js').Screen} Screen */
/** @typedef {import('../data/series.js').Series} Series */
/** @typedef {import('../layouts/protocols.js').Protocol} Protocol */
/** @typedef {import('../layouts/protocols.js').Candidate} Candidate */
/** @typedef {import('../layouts/protocols.js').Look} Look */

/** The name under which a reader's own protocols are kept. */
const choice = 'hanging';

/** Series whose images are looked at to hang a study, at most. */
const mostExamined = 16;

/** Sends 'changed' when protocols or priors came in. */
export class Hanging extends EventTarget {
  /** @type {Protocol[]} */ own = [];
  /** @type {Protocol[]} */ shipped = [];
  /** @type {import('../loaders/priors.js').Prior[]} */ priors = [];
  /** @type {Map<string, Series[]>} */ #seriesOf = new Map();
  /** @type {string[]} */ #regions = [];
  /** The protocol on the screen. */ current = '';

  /**
   * @param {Screen} screen @param {import('./stacks.js').Stacks} stacks @param {import('./comparing.js').Comparing} comparing
   * @param {(title: string, list: Series[]) => void} showSeries  of a prior, in the strip
   */
  constructor(screen, stacks, comparing, showSeries) {
    super();
    this.screen = screen;
    this.stacks = stacks;
    this.comparing = comparing;
    this.showSeries = showSeries;
  }

  /**
   * Learns what there is to hang by, and hangs the study where a protocol fits.
   * @param {import('../data/image.js').Image | undefined} image  of the study @param {boolean} mayHang
   */
  async begin(image, mayHang) {
    const [shipped, own] = await Promise.all([
      request(new URL('../layouts/protocols.json', import.meta.url).href).then((answer) => answer.json()),
      fetchChoice(choice).catch(() => null),
    ]);
    this.shipped = shipped;
    this.own = (Array.isArray(own) ? own : []).filter((protocol) => flawOf(protocol) === '');
    this.#regions = [
      image?.dataset.text(Tag.BodyPartExamined) ?? '', image?.dataset.text(Tag.StudyDescription) ?? '', ...this.screen.list.map(({ description }) => description),
    ];
    this.priors = image ? await priorsOf(image.dataset).catch(() => []) : [];
    if (this.priors.length) await this.showPrior(this.#bestPrior()).catch(() => undefined);
    this.dispatchEvent(new Event('changed'));
    const [best] = this.fitting;
    if (mayHang && best) await this.hang(best);
  }

  get protocols() { return [...this.own, ...this.shipped]; }

  get fitting() {
    return fitting(this.protocols, { series: this.screen.list, regions: this.#regions, hasPrior: this.#comparablePrior !== undefined });
  }

  get #comparablePrior() {
    const modalities = new Set(this.screen.list.map(({ modality }) => modality));
    return this.priors.find((prior) => prior.modalities.some((modality) => modalities.has(modality)));
  }

  #bestPrior() { return this.#comparablePrior ?? this.priors[0]; }

  /** @param {import('../loaders/priors.js').Prior} prior */
  async showPrior(prior) {
    if (this.#seriesOf.has(prior.uid)) return;
    const list = await seriesOfPrior(prior);
    this.#seriesOf.set(prior.uid, list);
    this.screen.priors.push(...list);
    this.showSeries(prior.date, list);
  }

  /** @param {Protocol} protocol */
  async hang(protocol) {
    const prior = this.#comparablePrior;
    const hung = hangingOf(protocol, await this.#candidates(this.screen.list), await this.#candidates(prior ? this.#seriesOf.get(prior.uid) ?? [] : []));
    if (hung.every((one) => one === null)) return;
    const { screen, comparing } = this;
    screen.links.setMode('off');
    comparing.looks.sharesCamera = false;
    screen.setGrid(gridNamed(protocol.grid), { isFilled: false });
    this.current = protocol.id;
    await Promise.all(screen.cells.map(async (cell, position) => {
      const one = hung[position];
      if (!one) return;
      await cell.open(one.candidate.series, one.index);
      this.#apply(cell, one.place.look ?? {});
    }));
    screen.links.setMode(protocol.links ?? 'off');
    comparing.looks.sharesCamera = Boolean(protocol.shareCamera);
    screen.activate(screen.cells[0]);
    screen.announce();
  }

  /** @param {Series[]} list @returns {Promise<Candidate[]>} */
  async #candidates(list) {
    const stacks = await Promise.allSettled(list.filter(({ hasPicture }) => hasPicture).slice(0, mostExamined)
      .map(async (series) => ({ series, stack: await this.stacks.of(series) })));
    return stacks.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  }

  /** @param {import('./cell.js').Cell} cell @param {Look} look */
  #apply({ viewport }, { window: wanted, colours, inverted, anterior, align, fusion }) {
    const preset = typeof wanted === 'string' ? presetsFor(viewport.series?.modality ?? '').find(({ id }) => id === wanted) : wanted;
    if (preset) viewport.setVOI({ kind: 'window', shape: 'LINEAR', center: preset.center, width: preset.width });
    viewport.setLook({ ...(colours ? { colours: scheme(colours) } : {}), ...(inverted === undefined ? {} : { inverted }) });
    if (anterior) viewport.setCamera(facing(viewport, anterior));
    if (align) viewport.whenSized(() => viewport.setCamera(alignedPan(viewport, align)));
    if (fusion) this.dispatchEvent(new CustomEvent('fuse', { detail: viewport }));
  }

  /**
   * What is on the screen now as a protocol.
   * @param {string} name @returns {Protocol}
   */
  describe(name) {
    const { screen, comparing } = this;
    const places = screen.cells.flatMap(({ viewport }) => {
      const { series, shown } = viewport;
      if (!series || !shown) return [];
      const voi = viewport.chosenVOI;
      const colours = schemeNames.find((one) => scheme(one) === viewport.colours);
      const side = sideOf(shown);
      return [{
        ...(series.isPrior ? { study: /** @type {const} */ ('prior') } : {}),
        series: {
          modality: [series.modality],
          ...(series.description && !side ? { description: `^${series.description.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$` } : {}),
          ...(side ? { laterality: /** @type {'R'} */ (side), view: viewOf(shown) } : {}),
          ...(planeOf(shown) ? { plane: /** @type {'axial'} */ (planeOf(shown)) } : {}),
        },
        look: {
          ...(voi?.kind === 'window' ? { window: { center: voi.center, width: voi.width } } : {}),
          ...(colours ? { colours } : {}), ...(viewport.inverted ? { inverted: true } : {}),
        },
      }];
    });
    const modality = [...new Set(places.flatMap((place) => place.series.modality))];
    const region = this.#regions.find((text) => text) ?? '';
    return {
      id: crypto.randomUUID(), zh: name, en: name, match: { modality, ...(region ? { region: region.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') } : {}) },
      grid: screen.grid.id, places, links: screen.links.mode, shareCamera: comparing.looks.sharesCamera,
    };
  }

  /** @param {Protocol[]} own */
  async keep(own) {
    await saveChoice(choice, own);
    this.own = own;
    this.dispatchEvent(new Event('changed'));
  }
}

/** All divisions, for a picker. */
export const allGrids = () => Array.from({ length: mostPerSide ** 2 }, (_, index) => gridOf(Math.floor(index / mostPerSide) + 1, (index % mostPerSide) + 1));
