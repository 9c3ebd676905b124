// @ts-check
/** 心向量: the loops of P, QRS and T in three planes. */
import { panelCanvas } from './beatcanvas.js';
import { element } from '../app/elements.js';
import { vectorOf } from '../math/vector.js';
import { words } from '../../scripts/i18n/words.js';

/** Which of x (left), y (down), z (back) run to the right and downwards. */
const planes = [
  { name: 'frontal', across: 0, down: 1 },
  { name: 'horizontal', across: 0, down: 2 },
  { name: 'sagittal', across: 2, down: 1 },
];

const waves = [
  { from: 'pOnset', to: 'pOffset', colour: '#1769c2' },
  { from: 'qrsOnset', to: 'qrsOffset', colour: '#b42318' },
  { from: 'qrsOffset', to: 'tOffset', colour: '#18794e' },
];

export class VectorPanel {
  /** @type {Float32Array[] | null} */ vector = null;
  /** @type {import('../data/reading.js').Beat | null} */ beat = null;

  constructor() {
    this.none = element('p', { class: 'quiet', words: 'ecg.vector.none', hidden: true });
    this.canvases = planes.map((plane) => panelCanvas('loop', (context, width, height) => this.#draw(context, width, height, plane)));
    const figures = this.canvases.map(({ canvas }, index) => element('figure', {}, [canvas, element('figcaption', { words: `ecg.vector.${planes[index].name}` })]));
    this.root = element('section', { class: 'panel vector', role: 'tabpanel' }, [
      this.none, ...figures,
      element('p', { class: 'legend' }, ['P', 'QRS', 'T'].map((name, index) => element('span', { class: `wave-${index}` }, [name]))),
    ]);
  }

  /** @param {import('../data/reading.js').Reading} reading */
  show({ median }) {
    this.beat = median;
    this.vector = median && vectorOf((name) => median.leads.find((lead) => lead.name === name)?.microvolts ?? null);
    this.none.hidden = this.vector !== null;
    this.draw();
  }

  draw() { for (const { redraw } of this.canvases) redraw(); }

  #draw(context, width, height, { name, across, down }) {
    context.clearRect(0, 0, width, height);
    const centre = { x: width / 2, y: height / 2 };
    context.strokeStyle = '#9aa5ab';
    context.lineWidth = 0.75;
    context.beginPath();
    context.moveTo(8, centre.y);
    context.lineTo(width - 8, centre.y);
    context.moveTo(centre.x, 8);
    context.lineTo(centre.x, height - 8);
    context.stroke();
    this.#label(context, width, height, name);
    const { vector, beat } = this;
    if (!vector || !beat) return;
    const rest = vector.map((axis) => axis[beat.fiducials.qrsOnset ?? 0] ?? 0);
    const largest = Math.max(...vector.flatMap((axis, index) => [...axis].map((value) => Math.abs(value - rest[index]))), 1);
    const size = (Math.min(width, height) / 2 - 14) / largest;
    for (const { from, to, colour } of waves) {
      const [first, last] = [beat.fiducials[from], beat.fiducials[to]];
      if (!(last > first)) continue;
      context.strokeStyle = colour;
      context.lineWidth = 1.5;
      context.beginPath();
      for (let index = first; index <= last; index += 1) {
        context.lineTo(centre.x + (vector[across][index] - rest[across]) * size, centre.y + (vector[down][index] - rest[down]) * size);
      }
      context.stroke();
    }
  }

  #label(context, width, height, name) {
    context.fillStyle = '#7a868c';
    context.font = '11px system-ui, sans-serif';
    context.textAlign = 'right';
    context.fillText(words(name === 'sagittal' ? 'ecg.vector.back' : 'ecg.vector.left'), width - 6, height / 2 - 5);
    context.textAlign = 'left';
    context.fillText(words(name === 'horizontal' ? 'ecg.vector.back' : 'ecg.vector.foot'), width / 2 + 5, height - 6);
  }
}
