// @ts-check
/** Functional groups of enhanced multi-frame objects (PS3.3 C.7.6.16). */
import { Tag } from './tags.js';

/** @typedef {import('./dataset.js').Dataset} Dataset */

/**
 * Finds attributes of one frame: in its per-frame group, else in the shared group, else in the object itself.
 * The sequences are taken apart once per object, since a long object asks thousands of times.
 */
export class FunctionalGroups {
  /** @param {Dataset} dataset */
  constructor(dataset) {
    this.dataset = dataset;
    this.perFrame = dataset.items(Tag.PerFrameFunctionalGroupsSequence);
    /** @type {Dataset | undefined} */
    this.shared = dataset.items(Tag.SharedFunctionalGroupsSequence)[0];
  }

  /**
   * @param {number} frame  counted from 1
   * @param {string} sequence  the functional group's own sequence
   * @returns {Dataset}
   */
  group(frame, sequence) {
    const [own] = this.perFrame[frame - 1]?.items(sequence) ?? [];
    if (own) return own;
    const [shared] = this.shared?.items(sequence) ?? [];
    return shared ?? this.dataset;
  }
}
