#include "chematology_bins.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "fail.h"
#include "wide.h"

// The edges are numpy's to the last bit only when product and sum are rounded separately.
#pragma STDC FP_CONTRACT OFF

enum {
    /// Events found before any is counted: their bins stay in the nearest cache.
    BLOCK = 4096,
    OUTSIDE = -1
};

/// What finding a bin needs of an axis.
typedef struct scale {
    double low, high, step;
    /// A value's bin is about value · per_unit + shift; `shift` holds GUESS_EXCESS, less the half that rounding to the nearest adds.
    double per_unit, shift;
    double last;
} scale;

/// Added to what multiplication finds, so that a guess is never too low.
#define GUESS_EXCESS 0x1p-10
/// Adding it and taking it away rounds to a whole number, on every machine and in every width.
#define ROUNDER 0x1.8p52

static scale scale_of(const chematology_axis *axis) {
    double span = axis->high - axis->low, per_unit = axis->bins / span;
    return (scale){
        axis->low, axis->high, span / axis->bins, per_unit, GUESS_EXCESS - 0.5 - axis->low * per_unit, axis->bins - 1.0};
}

static int check(const chematology_axis *axis, char *message) {
    double step = (axis->high - axis->low) / axis->bins;
    if (axis->bins < 1 || axis->bins > CHEMATOLOGY_BIN_LIMIT || !isfinite(axis->high - axis->low) || !(step > 0))
        return chematology_fail(
            message, CHEMATOLOGY_BAD_ARGUMENT, "%u bins from %g to %g", axis->bins, axis->low, axis->high);
    return CHEMATOLOGY_OK;
}

static int check_pair(const chematology_axis *x, const chematology_axis *y, char *message) {
    int status = check(x, message);
    if (status == CHEMATOLOGY_OK) status = check(y, message);
    if (status == CHEMATOLOGY_OK && (size_t)x->bins * y->bins > CHEMATOLOGY_CELL_LIMIT)
        return chematology_fail(message, CHEMATOLOGY_TOO_LARGE, "a matrix of %u x %u", x->bins, y->bins);
    return status;
}

/// Whether rounding moves the edges, and what multiplication finds, by less than GUESS_EXCESS of a step.
static bool is_even(const chematology_axis *axis) {
    double step = (axis->high - axis->low) / axis->bins;
    return step > 0x1p-38 * fmax(fabs(axis->low), fabs(axis->high)) && isfinite(1 / step);
}

/// Right or one too high. What a machine that multiplies and adds at once finds otherwise is far less than the excess.
__attribute__((always_inline))
static inline double guess_of(double value, scale scale) {
#pragma STDC FP_CONTRACT ON
    double guess = value * scale.per_unit + scale.shift;
    guess = (guess + ROUNDER) - ROUNDER;
    return guess < scale.last ? guess : scale.last;
}

/// The bin of a value inside the axis: comparing with the guess's lower edge decides.
__attribute__((always_inline))
static inline double bin_of(double value, scale scale) {
    double guess = guess_of(value, scale);
    return value < guess * scale.step + scale.low ? guess - 1 : guess;
}

__attribute__((always_inline))
static inline bool holds(scale scale, double value) {
    return value >= scale.low && value <= scale.high;
}

CHEMATOLOGY_WIDE
static void find_bins(const double *restrict values, size_t count, scale scale, int32_t *restrict bins) {
    for (size_t i = 0; i < count; i++)
        bins[i] = (int32_t)(holds(scale, values[i]) ? bin_of(values[i], scale) : OUTSIDE);
}

/// The cell of each event in a matrix of `x_scale.last + 1` columns.
CHEMATOLOGY_WIDE
static void find_cells(
    const double *restrict x, const double *restrict y, size_t count, scale x_scale, scale y_scale, int32_t *restrict cells) {
    double columns = x_scale.last + 1;
    for (size_t i = 0; i < count; i++) {
        double cell = bin_of(y[i], y_scale) * columns + bin_of(x[i], x_scale);
        bool is_inside = holds(x_scale, x[i]) && holds(y_scale, y[i]);
        cells[i] = (int32_t)(is_inside ? cell : OUTSIDE);
    }
}

static void count_cells(const int32_t *cells, size_t count, uint32_t *counts) {
    for (size_t i = 0; i < count; i++)
        if (cells[i] >= 0) counts[cells[i]]++;
}

static double *edges_of(const chematology_axis *axis) {
    double *edges = malloc(((size_t)axis->bins + 1) * sizeof *edges);
    if (!edges) return NULL;
    double step = (axis->high - axis->low) / axis->bins;
    for (uint32_t i = 0; i < axis->bins; i++) edges[i] = i * step + axis->low;
    edges[axis->bins] = axis->high;
    return edges;
}

/// numpy.searchsorted(edges, value, side="right") - 1, the last edge belonging to the last bin.
static int64_t search(const double *edges, uint32_t bins, double value) {
    if (!(value >= edges[0] && value <= edges[bins])) return OUTSIDE;
    if (value == edges[bins]) return bins - 1;
    uint32_t first = 0, behind = bins;
    while (behind - first > 1) {
        uint32_t middle = first + (behind - first) / 2;
        if (edges[middle] <= value) first = middle;
        else behind = middle;
    }
    return first;
}

int chematology_bin_pairs_plain(
    const double *x, const double *y, size_t count, const chematology_axis *x_axis, const chematology_axis *y_axis,
    uint32_t *counts, char *message) {
    int status = check_pair(x_axis, y_axis, message);
    if (status != CHEMATOLOGY_OK) return status;
    double *columns = edges_of(x_axis), *rows = edges_of(y_axis);
    if (columns && rows) {
        for (size_t i = 0; i < count; i++) {
            int64_t column = search(columns, x_axis->bins, x[i]), row = search(rows, y_axis->bins, y[i]);
            if (column >= 0 && row >= 0) counts[(size_t)row * x_axis->bins + (size_t)column]++;
        }
    } else {
        status = chematology_fail_memory(message, ((size_t)x_axis->bins + y_axis->bins) * sizeof *columns);
    }
    free(columns);
    free(rows);
    return status;
}

int chematology_bin_pairs(
    const double *x, const double *y, size_t count, const chematology_axis *x_axis, const chematology_axis *y_axis,
    uint32_t *counts, char *message) {
    int status = check_pair(x_axis, y_axis, message);
    if (status != CHEMATOLOGY_OK) return status;
    if (!is_even(x_axis) || !is_even(y_axis))
        return chematology_bin_pairs_plain(x, y, count, x_axis, y_axis, counts, message);
    scale x_scale = scale_of(x_axis), y_scale = scale_of(y_axis);
    int32_t cells[BLOCK];
    for (size_t start = 0; start < count; start += BLOCK) {
        size_t taken = count - start < BLOCK ? count - start : BLOCK;
        find_cells(x + start, y + start, taken, x_scale, y_scale, cells);
        count_cells(cells, taken, counts);
    }
    return CHEMATOLOGY_OK;
}

int chematology_bin(
    const double *values, size_t count, const chematology_axis *axis, uint32_t *counts, char *message) {
    int status = check(axis, message);
    if (status != CHEMATOLOGY_OK) return status;
    if (!is_even(axis)) {
        // One row that holds every value: its axis is the same one, undivided.
        chematology_axis whole = {axis->low, axis->high, 1};
        return chematology_bin_pairs_plain(values, values, count, axis, &whole, counts, message);
    }
    scale found = scale_of(axis);
    int32_t bins[BLOCK];
    for (size_t start = 0; start < count; start += BLOCK) {
        size_t taken = count - start < BLOCK ? count - start : BLOCK;
        find_bins(values + start, taken, found, bins);
        count_cells(bins, taken, counts);
    }
    return CHEMATOLOGY_OK;
}
