// @ts-check
/** Windows by modality, on the keys 1 to 9. Centre and width in HU for CT, as the departments of the field use them. */

/** @typedef {{id: string, center: number, width: number}} Preset */

/** @type {Record<string, Preset[]>} */
const presets = {
  CT: [
    { id: 'brain', center: 40, width: 80 },
    { id: 'bone', center: 500, width: 2000 },
    { id: 'lung', center: -600, width: 1500 },
    { id: 'mediastinum', center: 40, width: 350 },
    { id: 'abdomen', center: 50, width: 400 },
    { id: 'softTissue', center: 60, width: 400 },
    { id: 'liver', center: 70, width: 150 },
    { id: 'angiography', center: 300, width: 600 },
    { id: 'stroke', center: 35, width: 35 },
  ],
};

/** @param {string} modality @returns {Preset[]} */
export const presetsFor = (modality) => presets[modality] ?? [];
