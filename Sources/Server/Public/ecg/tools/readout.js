// @ts-check
/** Values of marks in words, beside the mark. */
import { rateOf } from '../math/intervals.js';
import { words } from '../../scripts/i18n/words.js';

/** @param {number} seconds */
const interval = (seconds) => {
  const milliseconds = Math.abs(seconds) * 1000;
  const rate = milliseconds >= 150 ? ` · ${Math.round(rateOf(milliseconds))} ${words('ecg.unit.rate')}` : '';
  return `${Math.round(milliseconds)} ms${rate}`;
};

/** @param {number} volt */
const voltage = (volt) => `${volt.toFixed(2)} mV`;

/** @param {import('./marks.js').Mark} mark @param {{gain: number, speed: number}} scale */
export function readout(mark, scale) {
  if (mark.kind === 'caliper') return `${interval(mark.to.time - mark.from.time)} · ${voltage(mark.to.volt - mark.from.volt)}`;
  if (mark.kind === 'march') return interval(mark.step);
  const gap = Math.abs(mark.second - mark.first);
  return mark.isUpright ? interval(gap / scale.speed) : voltage(gap / scale.gain);
}
