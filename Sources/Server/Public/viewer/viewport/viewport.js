// @ts-check
import { canvasToImage, imageToCanvas, restingCamera, scaleOf } from './camera.js';
import { apply } from '../math/affine.js';
import { Renderer } from '../render/renderer.js';
import { windowOverValues } from './automaticwindow.js';
import { clamp } from '../math/range.js';
import { narrowest, windowOver } from '../math/voi.js';

/** @typedef {import('./camera.js').Camera} Camera */
/** @typedef {import('../data/image.js').Image} Image */
/** @typedef {import('../data/pixels.js').Pixels} Pixels */
/** @typedef {import('../data/series.js').Series} Series */
/** @typedef {import('../data/stack.js').Stack} Stack */
/** @typedef {import('../math/voi.js').VOI} VOI */

/**
 * Where a viewport gets its frames from; the app hands it in, so that this module knows no server.
 * @typedef {Object} FrameSource
 * @property {(image: Image) => Pixels | undefined} cached
 * @property {(series: Series, image: Image) => Promise<Pixels>} full
 * @property {(series: Series, image: Image) => Promise<Pixels>} preview
 * @property {(owner: object, series: Series, images: Image[], index: number) => void} anticipate
 * @property {(owner: object) => void} forget
 */

/** What the reader sees: nothing yet, a preview, every bit, what the server drew, no picture at all, or a failure. */
/** @typedef {'empty' | 'loading' | 'preview' | 'full' | 'server' | 'unpictured' | 'failed'} Quality */

/** Frames larger than this show a preview while they load, wherever one lands. */
const worthPreview = 1_500_000;

/** A preview that takes longer than this, in milliseconds, is no longer waited for. */
const latePreview = 250;

/**
 * One picture area: a stack, the image shown, and how it is looked at.
 * Sends 'changed' after every redraw or change of state, 'scrolled' when another image is asked for, 'windowed' and 'moved' when
 * the reader chose other values of interest or another camera.
 */
export class Viewport extends EventTarget {
  /** @type {Series | null} */ series = null;
  /** @type {Stack | null} */ stack = null;
  /** The image asked for. */ index = 0;
  /**
   * The image on the screen, which texts must describe.
   * @type {Image | null}
   */
  shown = null;
  /** @type {Pixels | null} */ pixels = null;
  /** @type {Quality} */ quality = 'empty';
  /** @type {Error | null} */ problem = null;
  /** @type {Camera} */ camera = restingCamera;
  /**
   * Chosen by the reader; null follows the images' own.
   * @type {VOI | null}
   */
  chosenVOI = null;
  inverted = false;
  smooth = true;
  /**
   * 256 colours that stand for brightness, as RGB; null is grey.
   * @type {Uint8Array | null}
   */
  colours = null;
  /** How much finer than a 3 × 3 mean is brought out; −1 leaves the mean itself. */ emphasis = 0;
  /**
   * What values are told in, where that is not the file's own unit.
   * @type {import('../data/findings.js').Quantity | null}
   */
  quantity = null;
  /** Pixels come as they are wished for 1:1. */ density = globalThis.devicePixelRatio || 1;
  /** Of the canvas, in its own pixels. */ size = { width: 1, height: 1 };
  #frame = 0;
  /** @type {VOI | null} */ #automaticVOI = null;

  /** @param {HTMLElement} element @param {FrameSource} source @param {boolean} withoutGPU */
  constructor(element, source, withoutGPU) {
    super();
    this.element = element;
    this.source = source;
    this.renderer = new Renderer(element, withoutGPU);
    this.observer = new ResizeObserver(() => this.#resize());
    this.observer.observe(element);
  }

  get images() { return this.stack?.images ?? []; }

  /** @param {Series} series @param {Stack} stack @param {number} index */
  open(series, stack, index) {
    this.source.forget(this);
    Object.assign(this, { series, stack, shown: null, pixels: null, chosenVOI: null, inverted: false, camera: restingCamera });
    this.#automaticVOI = null;
    if (stack.images.length === 0) return this.#settle('unpictured');
    return this.show(index);
  }

  /**
   * A series is on its way.
   * @param {Series} series
   */
  await(series) {
    this.source.forget(this);
    Object.assign(this, { series, stack: null, shown: null, pixels: null });
    this.#settle('loading');
  }

  /** @param {Error} problem */
  fail(problem) {
    this.problem = problem;
    this.#settle('failed');
  }

  /** @param {number} index */
  async show(index) {
    const { series, stack } = this;
    if (!series || !stack?.images.length) return;
    this.index = clamp(index, 0, stack.images.length - 1);
    const image = stack.images[this.index];
    const isCurrent = () => this.stack === stack && this.images[this.index] === image;
    this.dispatchEvent(new Event('scrolled'));
    const ready = this.source.cached(image);
    this.source.anticipate(this, series, stack.images, this.index);
    // Where the renderer has yet to come up, a preview is shown sooner than what is ready.
    if (ready && (this.renderer.isWarm || ready.kind === 'picture')) return this.#display(image, ready, fullQuality(ready));
    if (!this.shown) this.#settle('loading');
    let isFull = false;
    let previewed = Promise.resolve();
    if (image.hasPreview && (!this.shown || image.weight > worthPreview)) {
      previewed = this.source.preview(series, image).then((pixels) => {
        if (isCurrent() && !isFull) this.#display(image, pixels, 'preview');
      }, () => undefined);
    }
    try {
      const pixels = await this.source.full(series, image);
      if (!this.renderer.isWarm) await this.#afterPainting(previewed);
      isFull = true;
      if (isCurrent()) this.#display(image, pixels, fullQuality(pixels));
    } catch (error) {
      if (isCurrent() && /** @type {Error} */ (error).name !== 'AbortError') this.fail(/** @type {Error} */ (error));
    }
  }

  /**
   * Until the preview is on the screen, or late: preparing the renderer for the first full depth would hold it up.
   * @param {Promise<void>} previewed
   */
  async #afterPainting(previewed) {
    await Promise.race([previewed, new Promise((resolve) => { setTimeout(resolve, latePreview); })]);
    if (this.#frame) await new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });
  }

  /** Asks again after a failure. */
  retry() { return this.show(this.index); }

  /** @param {number} step */
  scrollBy(step) { return this.show(this.index + step); }

  /**
   * The values of interest that the picture is drawn with.
   * @returns {VOI}
   */
  get voi() {
    if (this.chosenVOI) return this.chosenVOI;
    const [own] = this.shown?.valuesOfInterest ?? [];
    this.#automaticVOI ??= own ? null : windowOverValues(this.shown, this.pixels);
    return own?.voi ?? this.#automaticVOI ?? windowOver(0, 255);
  }

  /** @param {VOI | null} voi  null goes back to the images' own */
  setVOI(voi) {
    this.chosenVOI = voi?.kind === 'window' ? { ...voi, width: Math.max(voi.width, narrowest(voi.shape)) } : voi;
    this.redraw();
    this.dispatchEvent(new Event('windowed'));
  }

  /** A window over all values of the image shown. */
  windowOverEverything() { this.setVOI(windowOverValues(this.shown, this.pixels)); }

  /** Whether values can be windowed here. */
  get isWindowable() { return this.pixels?.kind === 'values'; }

  /** @param {Camera} camera */
  setCamera(camera) {
    this.camera = camera;
    this.redraw();
    this.dispatchEvent(new Event('moved'));
  }

  toggleInversion() { this.setLook({ inverted: !this.inverted }); }

  /** @param {Partial<Pick<Viewport, 'inverted' | 'colours' | 'emphasis' | 'smooth' | 'quantity'>>} look */
  setLook(look) {
    Object.assign(this, look);
    this.redraw();
  }

  reset() {
    Object.assign(this, { inverted: false, colours: null, emphasis: 0 });
    this.setVOI(null);
    this.setCamera(restingCamera);
  }

  /** One image pixel is one pixel of the screen, and lies on it: half a pixel beside it, every edge would blur. */
  showActualSize() {
    if (!this.shown) return;
    const zoom = this.camera.zoom / scaleOf(this.camera, this.size, this.shown);
    const camera = { ...this.camera, zoom, pan: { x: 0, y: 0 } };
    const corner = apply(imageToCanvas(camera, this.size, this.shown), { x: 0, y: 0 });
    this.setCamera({ ...camera, pan: { x: Math.round(corner.x) - corner.x, y: Math.round(corner.y) - corner.y } });
  }

  /** Screen pixels (CSS) per image column. */
  get scale() { return this.shown ? scaleOf(this.camera, this.size, this.shown) / this.density : 1; }

  get imageToCanvas() { return this.shown ? imageToCanvas(this.camera, this.size, this.shown) : null; }

  redraw() {
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  close() {
    this.source.forget(this);
    this.observer.disconnect();
    cancelAnimationFrame(this.#frame);
    this.renderer.release();
    this.stack = null;
  }

  /** @param {Image} image @param {Pixels} pixels @param {Quality} quality */
  #display(image, pixels, quality) {
    Object.assign(this, { shown: image, pixels, quality, problem: null });
    this.redraw();
  }

  /** @param {Quality} quality */
  #settle(quality) {
    this.quality = quality;
    this.redraw();
  }

  #draw() {
    this.#frame = 0;
    const { order } = this;
    if (order) this.renderer.draw(order);
    else this.renderer.clear();
    this.dispatchEvent(new Event('changed'));
  }

  /** What the renderer is asked to draw now; null where there is no picture. */
  get order() {
    const { shown, pixels, quality } = this;
    if (!shown || !pixels || !['preview', 'full', 'server'].includes(quality)) return null;
    return {
      pixels,
      toImage: canvasToImage(this.camera, this.size, shown),
      modality: shown.modality,
      voi: this.voi,
      // The server has already shown low values bright; only the reader's own wish is left.
      inverted: pixels.kind === 'values' ? shown.lowIsBright !== this.inverted : this.inverted,
      padding: shown.padding,
      smooth: this.smooth,
      colours: this.colours,
      emphasis: this.emphasis,
    };
  }

  /**
   * Does what depends on the size now and whenever the size changes, until the reader moves the picture.
   * @param {() => void} act
   */
  whenSized(act) {
    act();
    const { camera } = this;
    const again = () => {
      if (this.camera !== camera) return this.removeEventListener('resized', again);
      this.removeEventListener('resized', again);
      return this.whenSized(act);
    };
    this.addEventListener('resized', again);
  }

  #resize() {
    const { clientWidth, clientHeight } = this.element;
    this.density = globalThis.devicePixelRatio || 1;
    this.size = { width: Math.max(1, Math.round(clientWidth * this.density)), height: Math.max(1, Math.round(clientHeight * this.density)) };
    this.renderer.resize(this.size.width, this.size.height);
    // Drawn now, not with the next frame: a resized canvas is blank until it is.
    cancelAnimationFrame(this.#frame);
    this.dispatchEvent(new Event('resized'));
    this.#draw();
  }
}

/** @param {Pixels} pixels @returns {Quality} */
const fullQuality = (pixels) => (pixels.kind === 'picture' ? 'server' : 'full');
