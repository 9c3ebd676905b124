// Statistics and histogram of modality values, padding left out.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crender_values.h"
#include "fail.h"
#include "grey.h"
#include "tally.h"

enum { CHUNK = 4096, CODES = 65536 };

/// Takes one modality value, and how many pixels have it.
typedef void (*visitor)(void *state, double value, uint64_t pixels);

/// Visits every finite modality value that is not padding: once a pixel, or once a distinct value where there are few.
static int visit(
    const crender_cells *cells, const crender_modality *modality, crender_exclusion excluded, visitor take, void *state,
    char *message) {
    if (crender_cells_are_narrow(cells)) {
        uint64_t *counts = calloc(CODES, sizeof *counts);
        if (!counts) return crender_fail_memory(message, CODES * sizeof *counts);
        crender_count_codes(cells, excluded, counts);
        for (uint32_t code = 0; code < CODES; code++) {
            if (!counts[code]) continue;
            double value = crender_modality_value(modality, cells->lowest + code);
            if (isfinite(value)) take(state, value, counts[code]);
        }
        free(counts);
        return CRENDER_OK;
    }
    size_t count = (size_t)cells->rows * cells->columns;
    double stored[CHUNK];
    for (size_t first = 0; first < count; first += CHUNK) {
        size_t part = count - first < CHUNK ? count - first : CHUNK;
        crender_cells_read_values(cells, first, part, stored);
        for (size_t i = 0; i < part; i++) {
            if (!isfinite(stored[i]) || (stored[i] >= excluded.low && stored[i] <= excluded.high)) continue;
            double value = crender_modality_value(modality, stored[i]);
            if (isfinite(value)) take(state, value, 1);
        }
    }
    return CRENDER_OK;
}

typedef struct sums {
    crender_statistics *statistics;
    double total;
    double squares;
} sums;

static void add_value(void *state, double value, uint64_t pixels) {
    sums *all = state;
    crender_statistics *statistics = all->statistics;
    statistics->minimum = statistics->count == 0 ? value : fmin(statistics->minimum, value);
    statistics->maximum = statistics->count == 0 ? value : fmax(statistics->maximum, value);
    statistics->count += pixels;
    all->total += value * (double)pixels;
}

/// The second pass, around the mean: sums of squares of large values would cancel.
static void add_square(void *state, double value, uint64_t pixels) {
    sums *all = state;
    double distance = value - all->statistics->mean;
    all->squares += distance * distance * (double)pixels;
}

static int check(
    const crender_source *source, const crender_modality *modality, crender_cells *cells, char *message) {
    int status = crender_cells_check(source, cells, message);
    if (status == CRENDER_OK) status = crender_modality_check(modality, message);
    if (status != CRENDER_OK) return status;
    if (cells->samples != 1) return crender_fail(message, CRENDER_UNSUPPORTED, "colour has no modality values");
    return CRENDER_OK;
}

int crender_measure(
    const crender_source *source, const crender_modality *modality, const crender_padding *padding,
    crender_statistics *statistics, char *message) {
    crender_cells cells;
    memset(statistics, 0, sizeof *statistics);
    int status = check(source, modality, &cells, message);
    if (status != CRENDER_OK) return status;

    crender_exclusion excluded = crender_exclusion_of(padding, &cells);
    sums all = {statistics, 0, 0};
    status = visit(&cells, modality, excluded, add_value, &all, message);
    if (status != CRENDER_OK || statistics->count == 0) return status;
    statistics->mean = all.total / (double)statistics->count;
    status = visit(&cells, modality, excluded, add_square, &all, message);
    statistics->standard_deviation = sqrt(all.squares / (double)statistics->count);
    return status;
}

typedef struct histogram {
    double low;
    double high;
    uint64_t *bins;
    size_t bin_count;
} histogram;

static void add_to_bin(void *state, double value, uint64_t pixels) {
    histogram *into = state;
    if (!(value >= into->low && value <= into->high)) return;
    size_t bin = (size_t)((value - into->low) / (into->high - into->low) * (double)into->bin_count);
    into->bins[bin < into->bin_count ? bin : into->bin_count - 1] += pixels;
}

int crender_histogram(
    const crender_source *source, const crender_modality *modality, const crender_padding *padding, double low, double high,
    uint64_t *bins, size_t bin_count, char *message) {
    crender_cells cells;
    int status = check(source, modality, &cells, message);
    if (status != CRENDER_OK) return status;
    if (!bins || bin_count == 0 || !(low < high) || !isfinite(high - low))
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "a histogram of %zu bins from %g to %g", bin_count, low, high);
    memset(bins, 0, bin_count * sizeof *bins);
    histogram into = {low, high, bins, bin_count};
    return visit(&cells, modality, crender_exclusion_of(padding, &cells), add_to_bin, &into, message);
}
