// @ts-check
/** Multiplanar views of a series: standard, oblique, curved, thick; cut by the server. */
import { gridNamed } from '../layouts/grids.js';
import { curvedStack, cutStack, planesAlong } from '../data/volume.js';
import { describeVolume, fetchCut } from '../loaders/volumes.js';
import { add, cross, dot, normalised, scale } from '../math/vector.js';
import { patientPoint } from '../math/planes.js';
import { drags } from '../tools/drags.js';
import { words } from '../../scripts/i18n/words.js';

/** @typedef {import('./screen.js').Screen} Screen */
/** @typedef {import('./cell.js').Cell} Cell */
/** @typedef {import('./drawer.js').Entry} Entry */
/** @typedef {import('../math/vector.js').Vector} Vector */
/** @typedef {import('../data/volume.js').PlaneStack} PlaneStack */
/** @typedef {import('../data/volume.js').Sampling} Sampling */
/** @typedef {{series: import('../data/series.js').Series, source: import('../data/image.js').Image, volume: import('../data/volume.js').VolumeDescription, planes: PlaneStack}} View */

/** How far a slab reaches when it is first made thick, in millimetres. */
const firstThickness = 20;
/** Height of a curved view, in millimetres. */
const curveHeight = 80;
/** Degrees for one pixel of a tilting stroke. */
const tiltPerPixel = 0.3;

export class Volumes {
  /** @type {Sampling} */ sampling = { thickness: 0, projection: 'maximum', interpolation: 'linear' };
  /** @type {WeakMap<import('../viewport/viewport.js').Viewport, View>} */ #views = new WeakMap();

  /**
   * @param {Screen} screen @param {import('./measuring.js').Measuring} measuring @param {(text: string) => void} say
   */
  constructor(screen, measuring, say) {
    this.screen = screen;
    this.measuring = measuring;
    this.say = say;
    drags.tilt = (viewport, start) => {
      const view = this.#views.get(viewport);
      return (point) => { if (view) this.#tilt(viewport, view, (point.x - start.x) * tiltPerPixel, (point.y - start.y) * tiltPerPixel); };
    };
  }

  get isOn() { return this.screen.cells.some(({ viewport }) => this.#viewOf(viewport) !== undefined); }

  /** @returns {Entry[]} */
  get planes() {
    return [
      { id: 'mpr', key: 'shift+v', run: () => this.#open() },
      { id: 'tilt', key: ',', icon: 'rotate', run: () => this.screen.setTool('tilt'), isOn: () => this.screen.tool === 'tilt' },
      { id: 'curved', key: '.', run: () => this.#openCurve() },
    ];
  }

  /** @returns {Entry[]} */
  get slabs() {
    return (/** @type {const} */ ([['maximum', ';'], ['minimum', "'"], ['mean', '/']])).map(([projection, key]) => ({
      id: `slab.${projection}`, key, icon: 'slab',
      run: () => this.#sample({ projection, thickness: this.#isSlab(projection) ? 0 : this.sampling.thickness || firstThickness }),
      isOn: () => this.#isSlab(projection),
    }));
  }

  /** @param {Sampling['projection']} projection */
  #isSlab(projection) { return this.sampling.thickness > 0 && this.sampling.projection === projection; }

  /** A slider for how thick the slab is. */
  thickness() {
    const label = document.createElement('label');
    label.className = 'setting';
    const slider = Object.assign(document.createElement('input'), { type: 'range', min: '0', max: '60', step: '1', value: String(this.sampling.thickness) });
    const shown = Object.assign(document.createElement('output'), { value: `${this.sampling.thickness} mm` });
    slider.addEventListener('input', () => { shown.value = `${slider.value} mm`; });
    slider.addEventListener('change', () => this.#sample({ thickness: Number(slider.value) }));
    label.append(words('volume.thickness'), slider, shown);
    return label;
  }

  /** Planes are drawn with another interpolation from now on. */
  interpolation() {
    const label = document.createElement('label');
    label.className = 'setting';
    const choice = document.createElement('select');
    for (const name of /** @type {const} */ (['nearest', 'linear', 'cubic'])) {
      choice.append(new Option(words(`volume.${name}`), name, false, name === this.sampling.interpolation));
    }
    choice.addEventListener('change', () => this.#sample({ interpolation: /** @type {'linear'} */ (choice.value) }));
    label.append(words('volume.interpolation'), choice);
    return label;
  }

  /**
   * The view of a viewport, while it still shows it.
   * @param {import('../viewport/viewport.js').Viewport} viewport
   */
  #viewOf(viewport) {
    const view = this.#views.get(viewport);
    return view && /** @type {any} */ (viewport.images[0])?.isCut ? view : undefined;
  }

  /** The series of the active cell in three directions, and once more as it came. */
  async #open() {
    const { active } = this.screen;
    const series = active?.series;
    const source = active?.viewport.images[0];
    if (!series || !source) return;
    const volume = await this.#volume(series);
    if (!volume) return;
    this.screen.setGrid(gridNamed('2x2'), { isFilled: false });
    const [axial, coronal, original, sagittal] = this.screen.cells;
    this.#show(axial, { series, source, volume, planes: volume.planes.axial });
    this.#show(coronal, { series, source, volume, planes: volume.planes.coronal });
    this.#show(sagittal, { series, source, volume, planes: volume.planes.sagittal });
    if (original.series !== series || this.#viewOf(original.viewport)) original.open(series);
    this.screen.activate(axial);
    this.screen.setTool('cursor');
  }

  /** @param {import('../data/series.js').Series} series */
  async #volume(series) {
    try {
      const volume = await describeVolume(series, (share) => this.say(words('volume.building', { percent: Math.round(share * 100) })));
      this.say('');
      return volume;
    } catch (error) {
      const { code = '' } = /** @type {{code?: string}} */ (error);
      this.say(words('volume.failed', { reason: words(code ? `volume.failed.${code}` : 'volume.failed.other') }));
      return null;
    }
  }

  /** @param {Cell} cell @param {View} view @param {number} [index] */
  #show(cell, view, index) {
    const { series, source, volume, planes } = view;
    const before = this.#viewOf(cell.viewport) ? { chosenVOI: cell.viewport.chosenVOI, camera: cell.viewport.camera } : null;
    const stack = cutStack(source, volume, planes, this.sampling, (cut, signal) => fetchCut(series, cut, signal));
    this.#views.set(cell.viewport, view);
    cell.openStack(series, stack, index ?? stack.images.length >> 1);
    if (before) Object.assign(cell.viewport, before);
  }

  /** @param {Partial<Sampling>} change */
  #sample(change) {
    this.sampling = { ...this.sampling, ...change };
    for (const cell of this.screen.cells) {
      const view = this.#viewOf(cell.viewport);
      if (view) this.#show(cell, view, cell.viewport.index);
    }
    this.screen.announce();
  }

  /**
   * Turns a plane about its own two axes, around the middle of what it shows.
   * @param {import('../viewport/viewport.js').Viewport} viewport @param {View} view @param {number} sideways @param {number} upright  degrees
   */
  #tilt(viewport, view, sideways, upright) {
    const cell = this.screen.cells.find((candidate) => candidate.viewport === viewport);
    const shown = viewport.shown ?? viewport.images[viewport.index];
    if (!cell || !shown) return;
    const focus = patientPoint(shown, { x: shown.columns / 2, y: shown.rows / 2 }) ?? view.volume.centre;
    const normal = normalised(cross(view.planes.right, view.planes.down));
    const right = normalised(turned(view.planes.right, normal, sideways));
    const down = normalised(turned(view.planes.down, normalised(cross(right, view.planes.down)), upright));
    const planes = planesAlong(view.volume, right, down);
    const index = Math.round(dot(add(focus, scale(planes.origin, -1)), normalised(planes.step)) / Math.hypot(...planes.step));
    this.#show(cell, { ...view, planes }, Math.max(0, Math.min(planes.count - 1, index)));
    // The stroke goes on from the plane that it began with.
    this.#views.set(viewport, { ...view, planes });
  }

  /** Straightens the volume along the polyline that is selected, or was drawn last. */
  async #openCurve() {
    const { active } = this.screen;
    const image = active?.viewport.shown;
    const { annotations } = this.measuring;
    const lines = annotations.on(image ?? null).filter(({ kind }) => kind === 'polyline' || kind === 'length');
    const line = lines.find(({ id }) => id === annotations.selected) ?? lines[lines.length - 1];
    const points = image && line?.points.map((point) => patientPoint(image, point));
    if (!active?.series || !image?.plane || !points?.every((point) => point !== null)) return this.say(words('volume.drawLine'));
    const volume = await this.#volume(active.series);
    if (!volume) return undefined;
    const { series } = active;
    const stack = curvedStack(image, volume, { points: /** @type {Vector[]} */ (points), down: image.plane.normal, height: curveHeight }, (cut, signal) => fetchCut(series, cut, signal));
    if (this.screen.cells.length < 2) this.screen.setGrid(gridNamed('1x2'), { isFilled: false });
    const target = this.screen.cells.find((cell) => cell !== active && !this.#viewOf(cell.viewport)) ?? this.screen.cells[this.screen.cells.length - 1];
    return target.openStack(series, stack, 0);
  }
}

/**
 * Towards a third direction, both of length one.
 * @param {Vector} axis @param {Vector} towards @param {number} degrees @returns {Vector}
 */
function turned(axis, towards, degrees) {
  const radians = (degrees * Math.PI) / 180;
  return add(scale(axis, Math.cos(radians)), scale(towards, Math.sin(radians)));
}
