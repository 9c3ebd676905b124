// @ts-check
import { correctedQT } from '../math/intervals.js';

/** @typedef {{heartRate: number | null, pr: number | null, qrs: number | null, qt: number | null, qtc: Record<string, number | null>, axes: Record<string, number | null>}} Measured */
/** @typedef {{sampleRate: number, leads: {name: string, microvolts: number[]}[], fiducials: Record<string, number>}} Beat */
/** @typedef {{code: string, text: string, because: string}} Statement */

/** The points of a beat that can be moved, in their order. */
export const fiducials = ['pOnset', 'pOffset', 'qrsOnset', 'qrsOffset', 'tOffset'];

/** What can be corrected, in the order in which it is shown: name, unit, digits. */
export const quantities = [
  { name: 'heartRate', unit: 'bpm' }, { name: 'pr', unit: 'ms' }, { name: 'qrs', unit: 'ms' }, { name: 'qt', unit: 'ms' },
  { name: 'qtc.bazett', unit: 'ms' }, { name: 'qtc.fridericia', unit: 'ms' }, { name: 'qtc.framingham', unit: 'ms' }, { name: 'qtc.hodges', unit: 'ms' },
  { name: 'axes.p', unit: '°' }, { name: 'axes.qrs', unit: '°' }, { name: 'axes.t', unit: '°' },
];

/**
 * A quantity by its name.
 * @param {any} measured @param {string} name @returns {number | null}
 */
export const quantity = (measured, name) => name.split('.').reduce((value, key) => value?.[key] ?? null, measured);

/** Everything about one recording but its wave. */
export class Reading {
  /** @param {any} answer of the server */
  constructor(answer) {
    /** @type {string} */ this.id = String(answer.id);
    /** @type {number} */ this.sampleRate = answer.sampleRate;
    /** @type {number} */ this.duration = answer.duration;
    /** @type {string[]} */ this.leads = answer.leads;
    this.facts = answer.facts ?? {};
    /** @type {Measured | null} */ this.measured = answer.measured ?? null;
    /** @type {any} */ this.recorded = answer.recorded ?? {};
    /** @type {Statement[]} */ this.statements = answer.statements ?? [];
    /** @type {string} */ this.triage = answer.triage ?? 'none';
    /** @type {{time: number, kind: string}[]} */ this.beats = answer.beats ?? [];
    /** @type {Beat | null} */ this.median = answer.median ?? null;
  }
}

/**
 * The measurements that follow from marks on the median beat.
 * @param {Record<string, number>} marks milliseconds; a mark that is not there leaves out what needs it
 * @param {number | null} heartRate
 */
export function measuredFrom(marks, heartRate) {
  const between = (/** @type {string} */ from, /** @type {string} */ to) => {
    const length = marks[to] - marks[from];
    return Number.isFinite(length) && length > 0 ? length : null;
  };
  const qt = between('qrsOnset', 'tOffset');
  return { heartRate, pr: between('pOnset', 'qrsOnset'), qrs: between('qrsOnset', 'qrsOffset'), qt, qtc: correctedQT(qt, heartRate) };
}
