// @ts-check
/** Two readers drew on one study at the same time: neither loses anything. */

/** @typedef {import('./annotations.js').Annotation} Annotation */

/**
 * What both have done since `base`: theirs, with what I added or changed, without what I removed.
 * @param {Annotation[]} base @param {Annotation[]} mine @param {Annotation[]} theirs @returns {Annotation[]}
 */
export function merged(base, mine, theirs) {
  const before = new Map(base.map((annotation) => [annotation.id, JSON.stringify(annotation)]));
  const changed = new Map(mine.filter((annotation) => before.get(annotation.id) !== JSON.stringify(annotation)).map((annotation) => [annotation.id, annotation]));
  const kept = new Set(mine.map(({ id }) => id));
  const removed = base.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
  const others = theirs.filter(({ id }) => !removed.includes(id)).map((annotation) => changed.get(annotation.id) ?? annotation);
  const known = new Set(others.map(({ id }) => id));
  return [...others, ...[...changed.values()].filter(({ id }) => !known.has(id))];
}
