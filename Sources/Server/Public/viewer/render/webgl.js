// @ts-check
/** Draws with WebGL2: pixel values stay whole in textures and are windowed by the shader. */
import { colourFragment, greyFragment, vertex } from './shaders.js';
import { Program } from './program.js';
import { samplesPerAxis } from './picture.js';
import { colourTexture, tableTexture, TextureShelf } from './textures.js';

/** @typedef {import('./picture.js').Order} Order */
/** @typedef {import('../math/voi.js').VOI} VOI */

const shapeNumbers = { LINEAR: 0, LINEAR_EXACT: 1, SIGMOID: 2 };
const tableShape = 3;

export class WebGLRenderer {
  /** @type {Map<string, Program>} */
  #programs = new Map();

  /** @param {HTMLCanvasElement} canvas @returns {WebGLRenderer | null} null where WebGL2 is not to be had */
  static on(canvas) {
    const options = { alpha: false, antialias: false, depth: false, stencil: false, preserveDrawingBuffer: true };
    const context = /** @type {WebGL2RenderingContext | null} */ (canvas.getContext('webgl2', options));
    return context ? new WebGLRenderer(canvas, context) : null;
  }

  /** @param {HTMLCanvasElement} canvas @param {WebGL2RenderingContext} context */
  constructor(canvas, context) {
    this.canvas = canvas;
    this.context = context;
    this.shelf = new TextureShelf(context);
    /** @type {{voi: VOI, texture: WebGLTexture} | null} */
    this.table = null;
    /** @type {{colours: Uint8Array | null, texture: WebGLTexture} | null} */
    this.colours = null;
    // Compiled while the first picture is still on its way.
    for (const kind of /** @type {const} */ (['colour', 'usampler2D', 'isampler2D'])) this.#program(kind);
    canvas.addEventListener('webglcontextlost', (event) => event.preventDefault());
    canvas.addEventListener('webglcontextrestored', () => this.#startAfresh());
  }

  /** @param {Order} order */
  draw(order) {
    const { context, canvas } = this;
    if (context.isContextLost()) return;
    // Textures are made before any is bound for drawing, since making one binds it.
    const { texture, sampler } = this.shelf.textureFor(order.pixels);
    const table = this.#tableFor(order.voi);
    const colours = this.#coloursFor(order.colours ?? null);
    const program = this.#program(order.pixels.kind === 'values' ? sampler : 'colour', Boolean(order.emphasis));
    program.use();
    context.viewport(0, 0, canvas.width, canvas.height);
    program.float2('canvasSize', canvas.width, canvas.height);
    program.affine('toImage', order.toImage);
    program.integer2('size', order.pixels.columns, order.pixels.rows);
    program.integer('samples', samplesPerAxis(order.toImage));
    program.integer('smoothly', Number(order.smooth));
    program.integer('inverted', Number(order.inverted));
    program.texture('image', 0, texture);
    if (order.pixels.kind === 'values') this.#window(program, order, table, colours);
    context.drawArrays(context.TRIANGLES, 0, 3);
  }

  release() {
    this.#startAfresh();
    this.context.getExtension('WEBGL_lose_context')?.loseContext();
  }

  /** @param {Program} program @param {Order} order @param {WebGLTexture} table @param {WebGLTexture} colours */
  #window(program, { modality, padding, voi, colours: scheme = null, emphasis = 0 }, table, colours) {
    program.float('emphasis', emphasis);
    program.integer('coloured', Number(scheme !== null));
    program.float2('modality', modality.slope, modality.intercept);
    program.integer('padded', Number(padding !== null));
    program.float2('padding', padding?.low ?? 0, padding?.high ?? 0);
    // Bound in every case: a sampler without a texture of its own type is an error.
    program.texture('table', 1, table);
    program.texture('colours', 2, colours);
    if (voi.kind === 'table') {
      program.integer('shape', tableShape);
      program.float2('tableRange', voi.table.first, voi.table.entries.length - 1);
    } else {
      program.integer('shape', shapeNumbers[voi.shape]);
      program.float2('window', voi.center, voi.width);
    }
  }

  /** @param {VOI} voi @returns {WebGLTexture} */
  #tableFor(voi) {
    if (this.table && (voi.kind !== 'table' || this.table.voi === voi)) return this.table.texture;
    if (this.table) this.context.deleteTexture(this.table.texture);
    const texture = tableTexture(this.context, voi.kind === 'table' ? voi.table : null);
    this.table = { voi, texture };
    return texture;
  }

  /** @param {Uint8Array | null} colours @returns {WebGLTexture} */
  #coloursFor(colours) {
    if (this.colours && (!colours || this.colours.colours === colours)) return this.colours.texture;
    if (this.colours) this.context.deleteTexture(this.colours.texture);
    this.colours = { colours, texture: colourTexture(this.context, colours) };
    return this.colours.texture;
  }

  /** @param {'usampler2D' | 'isampler2D' | 'sampler2D' | 'colour'} kind @param {boolean} [emphasised] */
  #program(kind, emphasised = false) {
    const name = emphasised ? `${kind} emphasised` : kind;
    const known = this.#programs.get(name);
    if (known) return known;
    const program = new Program(this.context, vertex, kind === 'colour' ? colourFragment : greyFragment(kind, emphasised));
    this.#programs.set(name, program);
    return program;
  }

  /** Drops everything that lives in the context; it is built again when it is next needed. */
  #startAfresh() {
    this.shelf.clear();
    this.#programs.clear();
    this.table = null;
    this.colours = null;
  }
}
