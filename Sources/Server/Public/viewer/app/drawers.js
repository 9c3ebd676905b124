// @ts-check
/** Which tools lie in which drawer. */
import { Drawer } from './drawer.js';
import { LayoutPanel } from './layoutpanel.js';

/** @typedef {import('./drawer.js').Entry} Entry */
/** @typedef {import('./equipment.js').Tools} Tools */

/** @param {import('./screen.js').Screen} screen @param {Tools} tools @returns {Drawer[]} */
export function drawersOf(screen, { measuring, looking, comparing, hanging, volumes, fusion, keeping, giving }) {
  /** @type {Drawer} */
  const arrangement = new Drawer('layout', screen, () => [
    { title: 'drawer.grid', nodes: [layout.matrix()] },
    { title: 'drawer.hanging', nodes: layout.protocols() },
    { title: 'drawer.priors', nodes: layout.priors() },
  ]);
  /** @type {LayoutPanel} */
  const layout = new LayoutPanel(hanging, arrangement);
  return [
    new Drawer('measure', screen, () => [
      { title: 'drawer.draw', entries: measuring.tools },
      { title: 'drawer.change', entries: measuring.changes },
    ], () => measuring.isDrawing),
    new Drawer('show', screen, () => [
      { title: 'drawer.filters', entries: looking.filters },
      { title: 'drawer.colours', entries: looking.cycling, nodes: looking.swatches() },
    ]),
    new Drawer('compare', screen, () => [
      { title: 'drawer.link', entries: comparing.links },
      { title: 'drawer.space', entries: comparing.lines },
    ], () => comparing.isAnyOn),
    arrangement,
    new Drawer('volume', screen, () => [
      { title: 'drawer.planes', entries: volumes.planes },
      { title: 'drawer.slab', entries: volumes.slabs, nodes: [volumes.thickness(), volumes.interpolation()] },
      { title: 'drawer.fusion', entries: fusion.entries, nodes: fusion.settings() },
    ], () => volumes.isOn),
    new Drawer('keep', screen, () => [{ title: 'drawer.archive', entries: keeping.entries }]),
    new Drawer('give', screen, () => [
      { title: 'drawer.pictures', entries: giving.pictures },
      { title: 'drawer.files', entries: giving.files },
    ]),
  ];
}

/**
 * Everything in the drawers that has a key.
 * @param {Tools} tools @returns {Entry[]}
 */
export const entriesOf = ({ measuring, looking, comparing, volumes, fusion, keeping, giving }) => [
  ...measuring.tools, ...measuring.changes, ...looking.filters, ...looking.cycling, ...comparing.links, ...comparing.lines,
  ...volumes.planes, ...volumes.slabs, ...fusion.entries, ...keeping.entries, ...giving.pictures, ...giving.files,
];
