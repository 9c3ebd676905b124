// @ts-check
/** The rooms of the house, as the bar at the top of every page names them. A room is shown to who may enter it. */

/** @typedef {{path: string, words: string, right: string}} Room */

/** @type {Room[]} */
export const rooms = [
  { path: '/', words: 'rooms.studies', right: 'viewStudies' },
  { path: '/ecg', words: 'rooms.ecg', right: 'viewStudies' },
  { path: '/aside', words: 'rooms.aside', right: 'manageArchive' },
  { path: '/analyzers', words: 'rooms.analyzers', right: 'useAnalyzers' },
  { path: '/desk', words: 'rooms.desk', right: 'useSystems' },
];
