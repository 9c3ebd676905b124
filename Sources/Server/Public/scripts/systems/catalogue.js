// @ts-check
/** What is declared, as far as this person may use it: pages draw lists and forms from nothing else. */
import { get } from './api.js';

/**
 * @typedef {{code: string, label: string}} Option
 * @typedef {{name: string, label: string, kind: string, required: boolean, written: boolean, fixed: boolean, searchable: boolean, initial: any,
 *   max?: number, low?: number, high?: number, digits?: number, options?: Option[], target?: string, format?: string, hint?: string}} Field
 * @typedef {{name: string, label: string, to: string, inputs: string[], offered: string[], needsReason: boolean}} Move
 * @typedef {{name: string, label: string, titles: string[], columns: string[], fields: Field[], sections: {label: string, fields: string[]}[],
 *   rules: any[], state: string | null, moves: Move[], reports: {name: string, label: string}[], sheets: {name: string, label: string}[],
 *   mayCreate: boolean, mayExport: boolean, hasDossier: boolean}} Entity
 * @typedef {{name: string, label: string, entities: Entity[]}} System
 * @typedef {{id: number, version: number, values: Record<string, any>, shown: Record<string, string | null>, moves: string[], mayChange: boolean, isMasked: boolean,
 *   createdAt: string, createdBy: string, changedAt: string, changedBy: string, dueAt: string | null, organization: string | null}} Row
 */

export class Catalogue {
  /** @param {{systems: System[], viewer: any}} answer */
  constructor({ systems, viewer }) {
    this.systems = systems;
    this.viewer = viewer;
    this.entities = new Map(systems.flatMap((system) => system.entities).map((entity) => [entity.name, entity]));
  }

  static async load() { return new Catalogue(await get('/api/desk/systems')); }

  /** @param {string} name */
  entity(name) { return this.entities.get(name); }
}

/** @param {Entity} entity @param {string} name */
export const fieldOf = (entity, name) => entity.fields.find((field) => field.name === name);
