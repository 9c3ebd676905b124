// @ts-check
/** Another modality over the picture, cut by the server where the picture lies, in its own colours. */

/** @typedef {import('../viewport/viewport.js').Viewport} Viewport */
/** @typedef {import('../data/volume.js').Cut} Cut */
/** @typedef {{pixels: import('../data/pixels.js').ValuePixels, slope: number, intercept: number, outside: number | null}} Plane */
/** @typedef {{cut: (cut: Cut, signal?: AbortSignal) => Promise<Plane>, factor: number}} Source  factor: from the file's unit to that of `top` */
/** @typedef {{opacity: number, top: number, colours: Uint8Array}} Look */

/** Planes kept for scrolling to and fro. */
const kept = 96;

/** Pixels of the picture that one of the layer covers: PET has no finer detail than this. */
const coarseness = 2;

export class FusionLayer {
  /** @type {Source | null} */ source = null;
  /** @type {Look | null} */ #look = null;
  /** @type {Map<string, Promise<Plane>>} */ #planes = new Map();
  /** @type {{plane: Plane, look: Look, canvas: HTMLCanvasElement} | null} */ #coloured = null;

  /** @param {Viewport} viewport */
  constructor(viewport) {
    this.viewport = viewport;
    this.canvas = document.createElement('canvas');
    this.canvas.className = 'fusion';
    viewport.element.querySelector('.overlay')?.before(this.canvas);
    viewport.addEventListener('changed', () => this.#draw());
  }

  /** @param {Source | null} source */
  setSource(source) {
    this.source = source;
    this.#planes.clear();
    this.#draw();
  }

  /** @param {Look} look */
  setLook(look) {
    this.#look = look;
    this.#draw();
  }

  async #draw() {
    const { shown, imageToCanvas, size } = this.viewport;
    const { source } = this;
    Object.assign(this.canvas, { width: size.width, height: size.height });
    if (!source || !this.#look || !shown?.plane || !shown.spacing || !imageToCanvas) return;
    const plane = await this.#planeFor(shown, source)?.catch(() => null);
    const context = this.canvas.getContext('2d');
    // While the plane was on its way, the picture may have become another; its own drawing comes then.
    if (!plane || !context || this.viewport.shown !== shown || this.source !== source || !this.viewport.imageToCanvas) return;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.setTransform(...this.viewport.imageToCanvas);
    context.imageSmoothingEnabled = true;
    context.drawImage(this.#colour(plane), 0, 0, plane.pixels.columns * coarseness, plane.pixels.rows * coarseness);
  }

  /** @param {import('../data/image.js').Image} image @param {Source} source */
  #planeFor({ key, plane, spacing, rows, columns }, source) {
    const known = this.#planes.get(key);
    if (known || !plane || !spacing) return known;
    // The centre of the first coarse pixel is half a coarse pixel from the corner.
    const inwards = (coarseness - 1) / 2;
    const origin = plane.position.map((value, axis) => value + inwards * (plane.row[axis] * spacing.column + plane.column[axis] * spacing.row));
    const made = source.cut({ path: 'plane', parameters: {
      origin, right: plane.row, down: plane.column, spacing: [spacing.column * coarseness, spacing.row * coarseness],
      size: [Math.ceil(columns / coarseness), Math.ceil(rows / coarseness)],
    } });
    this.#planes.set(key, made);
    made.catch(() => this.#planes.delete(key));
    for (const oldest of this.#planes.keys()) {
      if (this.#planes.size <= kept) break;
      this.#planes.delete(oldest);
    }
    return made;
  }

  /**
   * Brighter is denser, so that anatomy stays to be seen where there is little uptake.
   * @param {Plane} plane
   */
  #colour(plane) {
    const look = /** @type {Look} */ (this.#look);
    if (this.#coloured?.plane === plane && this.#coloured.look === look) return this.#coloured.canvas;
    const { values, rows, columns } = plane.pixels;
    const canvas = Object.assign(document.createElement('canvas'), { width: columns, height: rows });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const picture = context.createImageData(columns, rows);
    const factor = (this.source?.factor ?? 1) / look.top;
    for (let index = 0; index < values.length; index += 1) {
      const stored = values[index];
      if (stored === plane.outside || Number.isNaN(stored)) continue;
      const share = Math.min(1, Math.max(0, (stored * plane.slope + plane.intercept) * factor));
      const level = Math.round(share * 255);
      for (let channel = 0; channel < 3; channel += 1) picture.data[index * 4 + channel] = look.colours[level * 3 + channel];
      picture.data[index * 4 + 3] = 255 * look.opacity * Math.min(1, share * 3);
    }
    context.putImageData(picture, 0, 0);
    this.#coloured = { plane, look, canvas };
    return canvas;
  }
}
