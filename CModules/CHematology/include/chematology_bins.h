// List-mode events into equal bins, exactly as numpy.histogram2d counts them.
#ifndef YIGONG_CHEMATOLOGY_BINS_H
#define YIGONG_CHEMATOLOGY_BINS_H

#include <stddef.h>
#include <stdint.h>

/// Bins of one axis. Edge i is i · (high - low) / bins + low in 64-bit arithmetic, the last one is `high` (numpy.linspace). A bin holds
/// its lower edge; the last bin holds both. What lies outside, and what is no number, is not counted.
typedef struct chematology_axis {
    double low;
    double high;
    /// 1 … CHEMATOLOGY_BIN_LIMIT.
    uint32_t bins;
} chematology_axis;

#define CHEMATOLOGY_BIN_LIMIT 65536u
/// Columns times rows of a matrix.
#define CHEMATOLOGY_CELL_LIMIT ((size_t)1 << 24)

/// Adds `count` values to `counts`, one for each bin.
int chematology_bin(
    const double *values, size_t count, const chematology_axis *axis, uint32_t *counts, char *message);

/// Adds `count` events to `counts`: rows of y, the lowest first, `x_axis->bins` cells each. (The transpose of what numpy returns.)
int chematology_bin_pairs(
    const double *x, const double *y, size_t count, const chematology_axis *x_axis, const chematology_axis *y_axis,
    uint32_t *counts, char *message);

/// The same by its definition, a search among the edges for each event: the oracle of the fast one, and what is used where the
/// edges are too close for floating point to find a bin by multiplication.
int chematology_bin_pairs_plain(
    const double *x, const double *y, size_t count, const chematology_axis *x_axis, const chematology_axis *y_axis,
    uint32_t *counts, char *message);

#endif
