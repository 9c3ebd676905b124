#include "tally.h"

#include <math.h>
#include <stdlib.h>

#include "fail.h"
#include "grey.h"
#include "table.h"

enum { CHUNK = 4096 };

crender_exclusion crender_exclusion_of(const crender_padding *padding, const crender_cells *cells) {
    crender_exclusion excluded;
    if (!crender_padding_range(padding, cells, &excluded.low, &excluded.high)) return (crender_exclusion){1, 0};
    return excluded;
}

/// The excluded codes as a first one and how many follow, which one unsigned comparison answers.
typedef struct code_exclusion {
    bool is_present;
    uint16_t first;
    uint16_t span;
} code_exclusion;

static code_exclusion excluded_codes(const crender_cells *cells, crender_exclusion excluded) {
    double first = fmax(excluded.low - cells->lowest, 0), last = fmin(excluded.high - cells->lowest, 65535);
    if (!(first <= last)) return (code_exclusion){false, 0, 0};
    return (code_exclusion){true, (uint16_t)first, (uint16_t)(last - first)};
}

crender_code_range crender_find_code_range(const crender_cells *cells, crender_exclusion excluded) {
    code_exclusion out = excluded_codes(cells, excluded);
    size_t count = (size_t)cells->rows * cells->columns * cells->samples;
    uint16_t codes[CHUNK], least = 65535, greatest = 0;
    bool any = false;
    for (size_t first = 0; first < count; first += CHUNK) {
        size_t part = count - first < CHUNK ? count - first : CHUNK;
        crender_cells_read_codes(cells, first, part, codes);
        if (!out.is_present) {
            for (size_t i = 0; i < part; i++) {
                least = codes[i] < least ? codes[i] : least;
                greatest = codes[i] > greatest ? codes[i] : greatest;
            }
            any = true;
            continue;
        }
        uint16_t seen = 0;
        for (size_t i = 0; i < part; i++) {
            bool counts = (uint16_t)(codes[i] - out.first) > out.span;
            uint16_t low = counts ? codes[i] : 65535, high = counts ? codes[i] : 0;
            least = low < least ? low : least;
            greatest = high > greatest ? high : greatest;
            seen |= (uint16_t)counts;
        }
        any |= seen != 0;
    }
    return any ? (crender_code_range){least, greatest} : (crender_code_range){1, 0};
}

void crender_count_codes(const crender_cells *cells, crender_exclusion excluded, uint64_t *counts) {
    code_exclusion out = excluded_codes(cells, excluded);
    size_t count = (size_t)cells->rows * cells->columns * cells->samples;
    uint16_t codes[CHUNK];
    for (size_t first = 0; first < count; first += CHUNK) {
        size_t part = count - first < CHUNK ? count - first : CHUNK;
        crender_cells_read_codes(cells, first, part, codes);
        for (size_t i = 0; i < part; i++) counts[codes[i]]++;
    }
    if (out.is_present)
        for (uint32_t code = out.first; code <= (uint32_t)out.first + out.span; code++) counts[code] = 0;
}

/// A pair of modality values that widens as values are added.
typedef struct value_range {
    double least;
    double greatest;
} value_range;

static inline void widen(value_range *range, double value) {
    if (!isfinite(value)) return;
    range->least = fmin(range->least, value);
    range->greatest = fmax(range->greatest, value);
}

static value_range narrow_range(const crender_cells *cells, const crender_modality *modality, crender_exclusion excluded) {
    value_range range = {INFINITY, -INFINITY};
    crender_code_range codes = crender_find_code_range(cells, excluded);
    if (codes.least > codes.greatest) return range;
    widen(&range, crender_modality_value(modality, cells->lowest + codes.least));
    widen(&range, crender_modality_value(modality, cells->lowest + codes.greatest));
    return range;
}

static value_range counted_range(
    const crender_cells *cells, const crender_modality *modality, const uint64_t *counts) {
    value_range range = {INFINITY, -INFINITY};
    for (uint32_t code = 0; code < 65536; code++)
        if (counts[code]) widen(&range, crender_modality_value(modality, cells->lowest + code));
    return range;
}

static value_range wide_range(const crender_cells *cells, const crender_modality *modality, crender_exclusion excluded) {
    value_range range = {INFINITY, -INFINITY};
    size_t count = (size_t)cells->rows * cells->columns * cells->samples;
    double stored[CHUNK];
    for (size_t first = 0; first < count; first += CHUNK) {
        size_t part = count - first < CHUNK ? count - first : CHUNK;
        crender_cells_read_values(cells, first, part, stored);
        for (size_t i = 0; i < part; i++) {
            if (!isfinite(stored[i]) || (stored[i] >= excluded.low && stored[i] <= excluded.high)) continue;
            widen(&range, crender_modality_value(modality, stored[i]));
        }
    }
    return range;
}

enum { BINS = 65536 };

/// Bins of equal width over the range, whatever the cells are.
static void count_bins(
    const crender_cells *cells, const crender_modality *modality, crender_exclusion excluded, value_range range, uint64_t *bins) {
    double per_value = (BINS - 1) / (range.greatest - range.least);
    size_t count = (size_t)cells->rows * cells->columns * cells->samples;
    double stored[CHUNK];
    for (size_t first = 0; first < count; first += CHUNK) {
        size_t part = count - first < CHUNK ? count - first : CHUNK;
        crender_cells_read_values(cells, first, part, stored);
        for (size_t i = 0; i < part; i++) {
            if (!isfinite(stored[i]) || (stored[i] >= excluded.low && stored[i] <= excluded.high)) continue;
            double bin = (crender_modality_value(modality, stored[i]) - range.least) * per_value;
            if (bin >= 0 && bin < BINS) bins[(uint32_t)bin]++;
        }
    }
}

static void clip_range(value_range *range, const uint64_t *bins, double clip) {
    uint64_t total = 0;
    for (uint32_t bin = 0; bin < BINS; bin++) total += bins[bin];
    double width = (range->greatest - range->least) / (BINS - 1), start = range->least;
    uint64_t allowed = (uint64_t)((double)total * clip), low = 0, high = 0;
    uint32_t first = 0, last = BINS - 1;
    while (first < last && (low += bins[first]) <= allowed) first++;
    while (last > first && (high += bins[last]) <= allowed) last--;
    range->least = start + first * width;
    range->greatest = start + last * width;
}

int crender_find_value_range(
    const crender_cells *cells, const crender_modality *modality, crender_exclusion excluded, double clip, double *least,
    double *greatest, char *message) {
    bool is_narrow = crender_cells_are_narrow(cells), has_table = crender_table_is_present(&modality->table);
    value_range range;
    if (is_narrow && !has_table) {
        range = narrow_range(cells, modality, excluded);
    } else if (is_narrow) {
        uint64_t *counts = calloc(BINS, sizeof *counts);
        if (!counts) return crender_fail_memory(message, BINS * sizeof *counts);
        crender_count_codes(cells, excluded, counts);
        range = counted_range(cells, modality, counts);
        free(counts);
    } else {
        range = wide_range(cells, modality, excluded);
    }
    if (clip > 0 && range.least < range.greatest) {
        uint64_t *bins = calloc(BINS, sizeof *bins);
        if (!bins) return crender_fail_memory(message, BINS * sizeof *bins);
        count_bins(cells, modality, excluded, range, bins);
        clip_range(&range, bins, clip);
        free(bins);
    }
    *least = range.least;
    *greatest = range.greatest;
    return CRENDER_OK;
}
