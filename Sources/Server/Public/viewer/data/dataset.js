// @ts-check
/** Reads the DICOM JSON model (PS3.18 F.2). */

/** @typedef {{vr?: string, Value?: any[], BulkDataURI?: string, InlineBinary?: string}} JSONAttribute */
/** @typedef {Record<string, JSONAttribute>} JSONDataset */
/** @typedef {{alphabetic: string, ideographic: string, phonetic: string}} PersonName */

export class Dataset {
  /** @type {JSONDataset} */
  #attributes;

  /** @param {JSONDataset} attributes */
  constructor(attributes) {
    this.#attributes = attributes ?? {};
  }

  /** @param {string} tag */
  has(tag) {
    const attribute = this.#attributes[tag];
    return Boolean(attribute && (attribute.Value?.length || attribute.BulkDataURI || attribute.InlineBinary));
  }

  /** @param {string} tag @returns {any[]} */
  values(tag) {
    return this.#attributes[tag]?.Value ?? [];
  }

  /**
   * The first value as text, '' when there is none.
   * @param {string} tag
   */
  text(tag) {
    const [value] = this.values(tag);
    return value === undefined || value === null ? '' : String(value).trim();
  }

  /**
   * Numbers, with what cannot be read as one left out (some servers send DS and IS as strings).
   * @param {string} tag
   */
  numbers(tag) {
    return this.values(tag).filter((value) => value !== null && value !== '').map(Number).filter(Number.isFinite);
  }

  /** @param {string} tag @returns {number | undefined} */
  number(tag) {
    return this.numbers(tag)[0];
  }

  /**
   * Items of a sequence.
   * @param {string} tag @returns {Dataset[]}
   */
  items(tag) {
    return this.values(tag).map((item) => new Dataset(item));
  }

  /** @param {string} tag @returns {PersonName} */
  personName(tag) {
    const [value] = this.values(tag);
    const groups = typeof value === 'string' ? { Alphabetic: value } : value ?? {};
    return { alphabetic: groups.Alphabetic ?? '', ideographic: groups.Ideographic ?? '', phonetic: groups.Phonetic ?? '' };
  }

  /**
   * Where a binary value is to be had: here, or at an address.
   * @param {string} tag @returns {{bytes?: Uint8Array, address?: string} | null}
   */
  binary(tag) {
    const attribute = this.#attributes[tag];
    if (attribute?.InlineBinary) {
      return { bytes: Uint8Array.from(atob(attribute.InlineBinary), (character) => character.charCodeAt(0)) };
    }
    if (attribute?.BulkDataURI) return { address: attribute.BulkDataURI };
    return null;
  }
}
