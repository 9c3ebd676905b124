// @ts-check

/**
 * A study as it is put on a medium: a ZIP with DICOMDIR (PS3.10 8); anonymous by the basic profile of PS3.15 annex E.
 * @param {string} study @param {boolean} isAnonymous
 */
export const mediumAddress = (study, isAnonymous) => `/api/studies/${encodeURIComponent(study)}/export${isAnonymous ? '?anonymous=true' : ''}`;
