// @ts-check
/** What a sheet is drawn in. */

/** @typedef {{ground: string, millimetre: string, fiveMillimetres: string, trace: string, other: string, text: string, mark: string, chosen: string, label: string}} Colours */

/** @type {Colours} Paper as recorders use it. */
export const paper = {
  ground: '#fffaf8', millimetre: '#f9d9d6', fiveMillimetres: '#eda49d', trace: '#101418', other: '#1769c2', text: '#1c2429', mark: '#0b5d57', chosen: '#b4540a', label: 'rgb(255 255 255 / 88%)',
};

/** @type {Colours} The dark of the reading room. */
export const dark = {
  ground: '#0b0f12', millimetre: '#18221f', fiveMillimetres: '#2a3d36', trace: '#c8f2d4', other: '#7db7ff', text: '#cfd8dc', mark: '#f2b544', chosen: '#ff8a7a', label: 'rgb(11 15 18 / 88%)',
};
