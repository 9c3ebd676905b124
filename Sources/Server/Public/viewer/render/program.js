// @ts-check

/** A shader program and its uniforms by name. The driver may compile while the page goes on; the first use waits for it. */
export class Program {
  #isChecked = false;
  /** @type {Map<string, WebGLUniformLocation | null>} */
  #locations = new Map();

  /** @param {WebGL2RenderingContext} context @param {string} vertex @param {string} fragment */
  constructor(context, vertex, fragment) {
    this.context = context;
    this.program = /** @type {WebGLProgram} */ (context.createProgram());
    for (const [type, source] of /** @type {[number, string][]} */ ([[context.VERTEX_SHADER, vertex], [context.FRAGMENT_SHADER, fragment]])) {
      const shader = context.createShader(type);
      if (!shader) continue;
      context.shaderSource(shader, source);
      context.compileShader(shader);
      context.attachShader(this.program, shader);
    }
    context.linkProgram(this.program);
  }

  use() {
    if (!this.#isChecked) this.#check();
    this.context.useProgram(this.program);
  }

  #check() {
    const { context } = this;
    if (!context.getProgramParameter(this.program, context.LINK_STATUS) && !context.isContextLost()) {
      const notes = (context.getAttachedShaders(this.program) ?? []).map((shader) => context.getShaderInfoLog(shader));
      throw new Error([context.getProgramInfoLog(this.program), ...notes].join('\n'));
    }
    this.#isChecked = true;
  }

  /** @param {string} name @param {number} value */
  integer(name, value) { this.context.uniform1i(this.#location(name), value); }

  /** @param {string} name @param {number} value */
  float(name, value) { this.context.uniform1f(this.#location(name), value); }

  /** @param {string} name @param {number} x @param {number} y */
  integer2(name, x, y) { this.context.uniform2i(this.#location(name), x, y); }

  /** @param {string} name @param {number} x @param {number} y */
  float2(name, x, y) { this.context.uniform2f(this.#location(name), x, y); }

  /** @param {string} name @param {import('../math/affine.js').Affine} map */
  affine(name, [a, b, c, d, e, f]) {
    this.context.uniformMatrix3fv(this.#location(name), false, [a, b, 0, c, d, 0, e, f, 1]);
  }

  /** @param {string} name @param {number} unit @param {WebGLTexture} texture */
  texture(name, unit, texture) {
    this.context.activeTexture(this.context.TEXTURE0 + unit);
    this.context.bindTexture(this.context.TEXTURE_2D, texture);
    this.context.uniform1i(this.#location(name), unit);
  }

  /** @param {string} name */
  #location(name) {
    if (!this.#locations.has(name)) this.#locations.set(name, this.context.getUniformLocation(this.program, name));
    return this.#locations.get(name) ?? null;
  }
}
