// @ts-check
/** The one bar of the reader: layout and scale, filters, tools, and what is done with the whole. */
import { element, toolButton } from './elements.js';
import { gains, speeds } from '../math/geometry.js';
import { layoutNamed, layouts } from '../math/layouts.js';
import { words } from '../../scripts/i18n/words.js';

/** @typedef {import('./reader.js').Reader} Reader */

/** Hertz; 0 leaves the filter out. */
const filters = { highPass: [0, 0.05, 0.15, 0.5], lowPass: [0, 25, 40, 100, 150], notch: [0, 50, 60] };

/** @type {{name: import('../tools/input.js').ToolName, drawing: string, key: string}[]} */
const tools = [
  { name: 'pan', drawing: 'pan', key: 'H' },
  { name: 'caliper', drawing: 'length', key: 'C' },
  { name: 'march', drawing: 'ratio', key: 'M' },
  { name: 'ruler', drawing: 'referenceLines', key: 'R' },
  { name: 'enlarge', drawing: 'magnify', key: 'E' },
];

/** @param {Reader} reader */
const deeds = (reader) => [
  { name: 'erase', drawing: 'deleteShape', key: 'Del', act: () => reader.erase() },
  { name: 'zoomOut', drawing: 'minus', key: '-', act: () => reader.zoom(1 / 1.25) },
  { name: 'zoomIn', drawing: 'zoom', key: '+', act: () => reader.zoom(1.25) },
  { name: 'fit', drawing: 'fit', key: '0', act: () => reader.fit() },
  { name: 'trueSize', drawing: 'trueSize', key: '1', act: () => reader.showTrueSize() },
  { name: 'play', drawing: 'play', key: '␣', act: () => reader.playback.toggle() },
  { name: 'dark', drawing: 'invert', key: 'T', act: () => reader.toggleDark() },
  { name: 'print', drawing: 'print', key: 'P', act: () => reader.print() },
];

/** @param {string} name @param {(number | string)[]} choices @param {number | string} chosen @param {(value: string) => void} change @param {(choice: any) => string} say */
function chooser(name, choices, chosen, change, say) {
  const options = choices.map((choice) => element('option', { value: choice, selected: choice === chosen }, [say(choice)]));
  const select = element('select', { 'data-choice': name, wordsLabel: `ecg.${name}`, onchange: () => change(select.value) }, options);
  return element('label', {}, [element('span', { words: `ecg.${name}` }), select]);
}

/** @param {Reader} reader @returns {HTMLElement} */
export function makeToolbar(reader) {
  const { view } = reader;
  const off = () => words('ecg.off');
  const scaleChoosers = [
    chooser('layout', layouts.map(({ name }) => name), view.layout.name, (name) => reader.setLayout(layoutNamed(name)), (name) => (name === 'cabrera' ? 'Cabrera' : name.replace('x', '×'))),
    chooser('speed', speeds, view.scale.speed, (speed) => reader.setScale({ speed: Number(speed) }), (speed) => `${speed} mm/s`),
    chooser('gain', gains, view.scale.gain, (gain) => reader.setScale({ gain: Number(gain) }), (gain) => `${gain} mm/mV`),
  ];
  const filterChoosers = Object.entries(filters).map(([name, choices]) =>
    chooser(name, choices, reader.filter[name], (hertz) => reader.setFilter({ [name]: Number(hertz) }), (hertz) => (hertz ? `${hertz} Hz` : off())));
  const toolButtons = tools.map(({ name, drawing, key }) => toolButton({ name, drawing, key, act: () => reader.chooseTool(name) }));
  return element('div', { class: 'ecg-toolbar', role: 'toolbar', wordsLabel: 'ecg.toolbar' }, [
    element('div', { class: 'choosers' }, scaleChoosers),
    element('div', { class: 'choosers' }, filterChoosers),
    element('div', { class: 'buttons tools' }, toolButtons),
    element('div', { class: 'buttons' }, deeds(reader).map(toolButton)),
  ]);
}

/** @param {HTMLElement} bar @param {string} chosen */
export function markTool(bar, chosen) {
  for (const { name } of tools) bar.querySelector(`[data-tool="${name}"]`)?.setAttribute('aria-pressed', String(name === chosen));
}

/** The keys of tools and deeds. @param {Reader} reader @returns {Record<string, () => void>} */
export function keysOf(reader) {
  const chosen = Object.fromEntries(tools.map(({ name, key }) => [key.toLowerCase(), () => reader.chooseTool(name)]));
  const done = Object.fromEntries(deeds(reader).map(({ key, act }) => [key === '␣' ? ' ' : key === 'Del' ? 'delete' : key.toLowerCase(), act]));
  const step = (/** @type {number} */ direction) => () => reader.view.seek(reader.view.start + direction);
  const page = (/** @type {number} */ direction) => () => reader.view.seek(reader.view.start + direction * reader.view.span);
  return {
    ...chosen, ...done, '=': done['+'], backspace: done.delete, arrowleft: step(-1), arrowright: step(1), pageup: page(-1), pagedown: page(1),
    home: () => reader.view.seek(0), end: () => reader.view.seek(Infinity), escape: () => reader.escape(), '[': () => reader.stepGain(-1), ']': () => reader.stepGain(1),
  };
}
