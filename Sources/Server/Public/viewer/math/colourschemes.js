// @ts-check
/** Colour schemes: brightness to colour, by stops between which it runs evenly. */

/** @typedef {[at: number, red: number, green: number, blue: number]} Stop  at is brightness, 0 to 255 */

/**
 * hotIron is the palette of PS3.6 B.1.1; grey is the absence of a scheme.
 * @type {Record<string, Stop[]>}
 */
const stops = {
  hotIron: [[0, 0, 0, 0], [128, 255, 0, 0], [192, 255, 128, 0], [255, 255, 255, 255]],
  pet: [[0, 0, 0, 0], [64, 0, 127, 127], [96, 62, 62, 191], [128, 128, 0, 255], [192, 255, 128, 0], [255, 255, 255, 255]],
  hotMetalBlue: [[0, 0, 0, 0], [40, 0, 0, 79], [96, 52, 0, 150], [140, 190, 20, 80], [180, 255, 110, 0], [220, 255, 215, 60], [255, 255, 255, 255]],
  spectrum: [[0, 0, 0, 0], [24, 60, 0, 120], [64, 0, 0, 255], [104, 0, 220, 255], [144, 0, 220, 60], [184, 255, 240, 0], [224, 255, 60, 0], [255, 255, 255, 255]],
  cool: [[0, 0, 0, 0], [96, 0, 50, 120], [176, 40, 150, 220], [255, 235, 250, 255]],
  copper: [[0, 0, 0, 0], [200, 240, 150, 96], [255, 255, 226, 190]],
};

export const schemeNames = Object.keys(stops);

/** @type {Map<string, Uint8Array>} */
const made = new Map();

/**
 * 256 colours as RGB, the same array for the same name; null for grey and for what is not known.
 * @param {string} name
 */
export function scheme(name) {
  const wanted = stops[name];
  if (!wanted) return null;
  const known = made.get(name);
  if (known) return known;
  const colours = new Uint8Array(768);
  for (let level = 0; level < 256; level += 1) {
    const next = Math.max(1, wanted.findIndex(([at]) => at >= level));
    const [before, after] = [wanted[next - 1], wanted[next]];
    const share = (level - before[0]) / (after[0] - before[0]);
    for (let channel = 1; channel < 4; channel += 1) {
      colours[level * 3 + channel - 1] = Math.round(before[channel] + share * (after[channel] - before[channel]));
    }
  }
  made.set(name, colours);
  return colours;
}
