// @ts-check
/**
 * Divisions of the screen.
 * @typedef {{id: string, rows: number, columns: number}} Grid
 */

/** @type {Grid[]} */
export const grids = [
  { id: '1x1', rows: 1, columns: 1 },
  { id: '1x2', rows: 1, columns: 2 },
  { id: '2x1', rows: 2, columns: 1 },
  { id: '2x2', rows: 2, columns: 2 },
];

/** @param {string} id */
export const gridNamed = (id) => grids.find((grid) => grid.id === id) ?? grids[0];
