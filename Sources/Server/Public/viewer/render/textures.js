// @ts-check
/** Pixels as textures. Integer textures keep every bit and are interpolated by the shader. */

/** @typedef {import('./picture.js').Order['pixels']} Pixels */
/** @typedef {import('../math/lookup.js').LookupTable} LookupTable */
/** @typedef {{texture: WebGLTexture, sampler: 'usampler2D' | 'isampler2D' | 'sampler2D'}} Shelved */

/** Textures kept for a quick way back when scrolling to and fro. */
const shelfSpace = 12;

export class TextureShelf {
  /** @type {Map<Pixels, Shelved>} */
  #shelved = new Map();

  /** @param {WebGL2RenderingContext} context */
  constructor(context) { this.context = context; }

  /** @param {Pixels} pixels @returns {Shelved} */
  textureFor(pixels) {
    const known = this.#shelved.get(pixels) ?? this.#upload(pixels);
    this.#shelved.delete(pixels);
    this.#shelved.set(pixels, known);
    for (const [oldest, { texture }] of this.#shelved) {
      if (this.#shelved.size <= shelfSpace) break;
      this.context.deleteTexture(texture);
      this.#shelved.delete(oldest);
    }
    return known;
  }

  clear() { this.#shelved.clear(); }

  /** @param {Pixels} pixels @returns {Shelved} */
  #upload(pixels) {
    const { context: gl } = this;
    const texture = emptyTexture(gl);
    const { rows: height, columns: width } = pixels;
    if (pixels.kind === 'colour') {
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, width, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, pixels.data);
      return { texture, sampler: 'sampler2D' };
    }
    const { internal, format, type, sampler } = valueFormat(gl, pixels.values);
    gl.texImage2D(gl.TEXTURE_2D, 0, internal, width, height, 0, format, type, pixels.values);
    return { texture, sampler };
  }
}

/**
 * @param {WebGL2RenderingContext} gl @param {import('../data/pixels.js').Values} values
 * @returns {{internal: number, format: number, type: number, sampler: Shelved['sampler']}}
 */
function valueFormat(gl, values) {
  if (values instanceof Float32Array) return { internal: gl.R32F, format: gl.RED, type: gl.FLOAT, sampler: 'sampler2D' };
  if (values instanceof Int16Array) return { internal: gl.R16I, format: gl.RED_INTEGER, type: gl.SHORT, sampler: 'isampler2D' };
  if (values instanceof Uint16Array) return { internal: gl.R16UI, format: gl.RED_INTEGER, type: gl.UNSIGNED_SHORT, sampler: 'usampler2D' };
  return { internal: gl.R8UI, format: gl.RED_INTEGER, type: gl.UNSIGNED_BYTE, sampler: 'usampler2D' };
}

/**
 * A VOI lookup table as brightness, 256 entries to a row; one black entry where there is none.
 * @param {WebGL2RenderingContext} gl @param {LookupTable | null} table
 */
export function tableTexture(gl, table) {
  const texture = emptyTexture(gl);
  const entries = table?.entries ?? [0];
  const rows = Math.ceil(entries.length / 256);
  const texels = new Float32Array(rows * 256);
  for (let index = 0; index < entries.length; index += 1) texels[index] = entries[index] / (table?.maximum ?? 1);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.R32F, 256, rows, 0, gl.RED, gl.FLOAT, texels);
  return texture;
}

/**
 * A colour scheme, 256 texels wide; black where there is none.
 * @param {WebGL2RenderingContext} gl @param {Uint8Array | null} colours  RGB
 */
export function colourTexture(gl, colours) {
  const texture = emptyTexture(gl);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB8, 256, 1, 0, gl.RGB, gl.UNSIGNED_BYTE, colours ?? new Uint8Array(768));
  return texture;
}

/** @param {WebGL2RenderingContext} gl */
function emptyTexture(gl) {
  // Null only when the context is lost, where every call is without effect.
  const texture = /** @type {WebGLTexture} */ (gl.createTexture());
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, side, gl.CLAMP_TO_EDGE);
  for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
  return texture;
}
