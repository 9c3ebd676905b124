// @ts-check
/** Palette colour (PS3.3 C.7.6.3.1.5, C.7.6.3.1.6). Segmented palettes are left to the server. */
import { Tag } from './tags.js';
import { lookup, lookupTable } from '../math/lookup.js';

/** @typedef {import('./dataset.js').Dataset} Dataset */
/** @typedef {{first: number, colours: Uint8Array}} Palette  colours are red, green, blue, one byte each */

const channels = [
  [Tag.RedPaletteDescriptor, Tag.RedPaletteData],
  [Tag.GreenPaletteDescriptor, Tag.GreenPaletteData],
  [Tag.BluePaletteDescriptor, Tag.BluePaletteData],
];

/** @param {Dataset} dataset @returns {Palette | null} null when the tables are missing or cannot be read */
export function paletteOf(dataset) {
  const signed = dataset.number(Tag.PixelRepresentation) === 1;
  const tables = channels.map(([descriptor, data]) => {
    const bytes = dataset.binary(data)?.bytes;
    return bytes ? lookupTable(dataset.numbers(descriptor), bytes, signed) : null;
  });
  if (tables.some((table) => !table)) return null;
  const [red] = tables;
  const first = red?.first ?? 0;
  const count = red?.entries.length ?? 0;
  const colours = new Uint8Array(count * 3);
  tables.forEach((table, channel) => {
    if (!table) return;
    for (let index = 0; index < count; index += 1) {
      colours[index * 3 + channel] = Math.round((lookup(table, first + index) * 255) / table.maximum);
    }
  });
  return { first, colours };
}
