// @ts-check
/**
 * Divisions of the screen.
 * @typedef {{id: string, rows: number, columns: number}} Grid
 */

/** Rows and columns, at most. */
export const mostPerSide = 4;

/** @param {number} rows @param {number} columns @returns {Grid} */
export const gridOf = (rows, columns) => ({ id: `${rows}x${columns}`, rows, columns });

/**
 * Those that have a button of their own.
 * @type {Grid[]}
 */
export const grids = [gridOf(1, 1), gridOf(1, 2), gridOf(2, 1), gridOf(2, 2)];

/**
 * '2x3' has two rows and three columns; what is no division is one picture.
 * @param {string} id
 */
export function gridNamed(id) {
  const [, rows, columns] = /^([1-4])x([1-4])$/.exec(id) ?? [];
  return grids.find((grid) => grid.id === id) ?? (rows ? gridOf(Number(rows), Number(columns)) : grids[0]);
}
