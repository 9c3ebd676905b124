// @ts-check
/** GLSL of the two programs. The formulas are those of math/voi.js and render/sampling.js. */

export const vertex = `#version 300 es
void main() {
  // One triangle that covers the canvas.
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`;

const geometry = `
precision highp float;
precision highp int;
uniform vec2 canvasSize;
uniform mat3 toImage;
uniform ivec2 size;
uniform int samples;
uniform bool smoothly;
out vec4 colour;

vec2 place(int x, int y) {
  vec2 inside = (vec2(float(x), float(y)) + 0.5) / float(samples);
  vec2 pixel = vec2(gl_FragCoord.x - 0.5, canvasSize.y - gl_FragCoord.y - 0.5) + inside;
  return (toImage * vec3(pixel, 1.0)).xy;
}

// The edge itself is inside, with room for rounding, so that no renderer loses a column that another draws.
bool outside(vec2 p) {
  return p.x < -0.001 || p.y < -0.001 || p.x > float(size.x) + 0.001 || p.y > float(size.y) + 0.001;
}

ivec2 held(ivec2 p) { return clamp(p, ivec2(0), size - 1); }
`;

/** What differs from the weighted mean of 3 × 3 pixels is brought out, or taken away. */
const emphasis = `
vec2 valueAt(vec2 p) {
  vec2 own = plainAt(p);
  if (own.y == 0.0) return own;
  vec2 sum = vec2(0.0);
  for (int down = -1; down <= 1; down += 1) {
    for (int right = -1; right <= 1; right += 1) {
      vec2 near = plainAt(clamp(p + vec2(float(right), float(down)), vec2(0.0), vec2(size)));
      sum += near * float((2 - abs(right)) * (2 - abs(down)));
    }
  }
  return vec2(own.x + emphasis * (own.x - sum.x / sum.y), 1.0);
}`;

/**
 * Without emphasis its code is left out: a renderer in software would walk through it for every sample.
 * @param {'usampler2D' | 'isampler2D' | 'sampler2D'} sampler @param {boolean} emphasised
 */
export const greyFragment = (sampler, emphasised) => `#version 300 es
${geometry}
uniform highp ${sampler} image;
uniform highp sampler2D table;
uniform vec2 modality;
uniform bool padded;
uniform vec2 padding;
uniform int shape;
uniform vec2 window;
uniform vec2 tableRange;
uniform bool inverted;
uniform float emphasis;
uniform bool coloured;
uniform highp sampler2D colours;

// x: sum of values, y: their weight; padding has none.
vec2 texel(ivec2 p, float weight) {
  float value = float(texelFetch(image, held(p), 0).r);
  if (padded && value >= padding.x && value <= padding.y) return vec2(0.0);
  return vec2(value, 1.0) * weight;
}

vec2 plainAt(vec2 p) {
  ivec2 nearest = ivec2(floor(p));
  if (texel(nearest, 1.0).y == 0.0) return vec2(0.0);
  if (!smoothly) return texel(nearest, 1.0);
  vec2 corner = p - 0.5;
  ivec2 base = ivec2(floor(corner));
  vec2 part = corner - vec2(base);
  vec2 sum = texel(base, (1.0 - part.x) * (1.0 - part.y));
  sum += texel(base + ivec2(1, 0), part.x * (1.0 - part.y));
  sum += texel(base + ivec2(0, 1), (1.0 - part.x) * part.y);
  sum += texel(base + ivec2(1, 1), part.x * part.y);
  return vec2(sum.x / sum.y, 1.0);
}

${emphasised ? emphasis : 'vec2 valueAt(vec2 p) { return plainAt(p); }'}

float brightness(float value) {
  if (shape == 3) {
    float index = clamp(floor(value + 0.5) - tableRange.x, 0.0, tableRange.y);
    return texelFetch(table, ivec2(int(index) % 256, int(index) / 256), 0).r;
  }
  float centre = window.x, width = window.y;
  if (shape == 2) return 1.0 / (1.0 + exp(-4.0 * (value - centre) / width));
  if (shape == 0) { centre -= 0.5; width = max(width, 1.0) - 1.0; }
  if (value <= centre - width / 2.0) return 0.0;
  if (value > centre + width / 2.0) return 1.0;
  return (value - centre) / width + 0.5;
}

void main() {
  colour = vec4(0.0, 0.0, 0.0, 1.0);
  vec2 sum = vec2(0.0);
  for (int y = 0; y < samples; y += 1) {
    for (int x = 0; x < samples; x += 1) {
      vec2 p = place(x, y);
      if (!outside(p)) sum += valueAt(p);
    }
  }
  if (sum.y == 0.0) return;
  float grey = brightness(sum.x / sum.y * modality.x + modality.y);
  if (inverted) grey = 1.0 - grey;
  float level = floor(grey * 255.0 + 0.5);
  colour.rgb = coloured ? texelFetch(colours, ivec2(int(level), 0), 0).rgb : vec3(level / 255.0);
}`;

export const colourFragment = `#version 300 es
${geometry}
uniform highp sampler2D image;
uniform bool inverted;

vec3 texel(ivec2 p) { return texelFetch(image, held(p), 0).rgb; }

vec3 colourAt(vec2 p) {
  if (!smoothly) return texel(ivec2(floor(p)));
  vec2 corner = p - 0.5;
  ivec2 base = ivec2(floor(corner));
  vec2 part = corner - vec2(base);
  vec3 upper = mix(texel(base), texel(base + ivec2(1, 0)), part.x);
  vec3 lower = mix(texel(base + ivec2(0, 1)), texel(base + ivec2(1, 1)), part.x);
  return mix(upper, lower, part.y);
}

void main() {
  colour = vec4(0.0, 0.0, 0.0, 1.0);
  vec3 sum = vec3(0.0);
  float count = 0.0;
  for (int y = 0; y < samples; y += 1) {
    for (int x = 0; x < samples; x += 1) {
      vec2 p = place(x, y);
      if (outside(p)) continue;
      sum += colourAt(p);
      count += 1.0;
    }
  }
  if (count == 0.0) return;
  vec3 mean = sum / count;
  if (inverted) mean = 1.0 - mean;
  colour.rgb = floor(mean * 255.0 + 0.5) / 255.0;
}`;
