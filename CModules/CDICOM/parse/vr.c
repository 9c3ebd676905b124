#include "cdicom_dictionary.h"

/// Names in the order of cdicom_vr (PS3.5 Table 6.2-1).
static const char names[CDICOM_VR_COUNT][3] = {
    "",   "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "OB", "OD", "OF", "OL", "OV",
    "OW", "PN", "SH", "SL", "SQ", "SS", "ST", "SV", "TM", "UC", "UI", "UL", "UN", "UR", "US", "UT", "UV"};

cdicom_vr cdicom_vr_named(uint8_t first, uint8_t second) {
    // Rows begin at the first representation with that letter; there are seven at most.
    static const uint8_t begins['Z' - 'A' + 1] = {
        ['A' - 'A'] = CDICOM_VR_AE, ['C' - 'A'] = CDICOM_VR_CS, ['D' - 'A'] = CDICOM_VR_DA, ['F' - 'A'] = CDICOM_VR_FD,
        ['I' - 'A'] = CDICOM_VR_IS, ['L' - 'A'] = CDICOM_VR_LO, ['O' - 'A'] = CDICOM_VR_OB, ['P' - 'A'] = CDICOM_VR_PN,
        ['S' - 'A'] = CDICOM_VR_SH, ['T' - 'A'] = CDICOM_VR_TM, ['U' - 'A'] = CDICOM_VR_UC};
    if (first < 'A' || first > 'Z') return CDICOM_VR_NONE;
    int vr = begins[first - 'A'];
    if (vr == 0) return CDICOM_VR_NONE;
    for (; vr < CDICOM_VR_COUNT && names[vr][0] == (char)first; vr++)
        if (names[vr][1] == (char)second) return (cdicom_vr)vr;
    return CDICOM_VR_NONE;
}

int cdicom_vr_has_long_length(cdicom_vr vr) {
    const uint64_t long_ones = 1ull << CDICOM_VR_OB | 1ull << CDICOM_VR_OD | 1ull << CDICOM_VR_OF |
                               1ull << CDICOM_VR_OL | 1ull << CDICOM_VR_OV | 1ull << CDICOM_VR_OW |
                               1ull << CDICOM_VR_SQ | 1ull << CDICOM_VR_SV | 1ull << CDICOM_VR_UC |
                               1ull << CDICOM_VR_UN | 1ull << CDICOM_VR_UR | 1ull << CDICOM_VR_UT |
                               1ull << CDICOM_VR_UV;
    return long_ones >> vr & 1;
}
