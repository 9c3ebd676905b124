#include "chematology_colour.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "wide.h"

enum {
    /// Greater counts share a level with their neighbours: a table of all of them would not fit a cache.
    TABLE_SIZE = 1 << 14,
    MATRIX_SIDE_LIMIT = 1 << 16
};

/// Count → level, after the count's lowest `shift` bits are dropped.
typedef struct ramp {
    uint8_t *levels;
    uint32_t shift;
    uint32_t last;
} ramp;

CHEMATOLOGY_WIDE
static uint32_t greatest_of(const uint32_t *counts, size_t count) {
    uint32_t greatest = 0;
    for (size_t i = 0; i < count; i++) greatest = counts[i] > greatest ? counts[i] : greatest;
    return greatest;
}

static uint8_t level_of(double share) {
    return (uint8_t)(1.5 + share * (CHEMATOLOGY_LEVELS - 2));
}

/// Levels in proportion to f(count), f(1) being the least.
static void fill_by(double (*of)(double), ramp *ramp) {
    double least = of(1), most = of((double)((uint64_t)ramp->last << ramp->shift));
    for (uint32_t i = 1; i <= ramp->last; i++) {
        double at = of((double)((uint64_t)i << ramp->shift));
        ramp->levels[i] = level_of(most > least ? (at - least) / (most - least) : 1);
    }
}

static double same(double count) {
    return count;
}

/// Levels in proportion to how many of the cells that are not empty hold less.
static int fill_by_rank(const uint32_t *counts, size_t count, ramp *ramp, char *message) {
    size_t entries = (size_t)ramp->last + 1;
    // Cells take turns between two tallies: neighbours are often equal, and would have to wait for each other's sum.
    uint32_t *tally = calloc(2 * entries, sizeof *tally);
    if (!tally) return chematology_fail_memory(message, 2 * entries * sizeof *tally);
    for (size_t i = 0; i < count; i++) tally[(counts[i] >> ramp->shift) + (i % 2 ? entries : 0)]++;
    for (size_t i = 0; i < entries; i++) tally[i] += tally[entries + i];
    // Counts that the shift leaves nothing of pass for empty here: there are thousands of events in other cells then.
    uint64_t filled = count - tally[0], below = 0, most = tally[ramp->last];
    for (uint32_t i = 1; i <= ramp->last; i++) {
        ramp->levels[i] = level_of(filled > most ? (double)below / (double)(filled - most) : 1);
        below += tally[i];
    }
    free(tally);
    return CHEMATOLOGY_OK;
}

static int make_ramp(const chematology_matrix *matrix, chematology_density density, ramp *ramp, char *message) {
    size_t count = (size_t)matrix->columns * matrix->rows;
    uint32_t greatest = greatest_of(matrix->counts, count);
    ramp->shift = 0;
    while (greatest >> ramp->shift >= TABLE_SIZE) ramp->shift++;
    ramp->last = greatest >> ramp->shift;
    ramp->levels = calloc((size_t)ramp->last + 1, 1);
    if (!ramp->levels) return chematology_fail_memory(message, (size_t)ramp->last + 1);
    switch (density) {
    case CHEMATOLOGY_LINEAR: fill_by(same, ramp); return CHEMATOLOGY_OK;
    case CHEMATOLOGY_LOGARITHMIC: fill_by(log1p, ramp); return CHEMATOLOGY_OK;
    default: break;
    }
    int status = fill_by_rank(matrix->counts, count, ramp, message);
    if (status != CHEMATOLOGY_OK) free(ramp->levels);
    return status;
}

/// A count that is shifted to nothing is still no empty cell.
__attribute__((always_inline))
static inline uint32_t level_at(const ramp *ramp, uint32_t count) {
    uint32_t level = ramp->levels[count >> ramp->shift];
    return level == 0 && count > 0 ? 1 : level;
}

static void paint_row(const ramp *ramp, const uint32_t *counts, size_t count, const uint8_t *table, uint8_t *rgba) {
    for (size_t i = 0; i < count; i++) memcpy(rgba + 4 * i, table + 4 * level_at(ramp, counts[i]), 4);
}

/// An owner without a table of its own takes the last one.
static void paint_owned(
    const ramp *ramp, const uint32_t *counts, const uint8_t *owners, size_t count, const uint8_t *tables, size_t table_count,
    uint8_t *rgba) {
    for (size_t i = 0; i < count; i++) {
        size_t owner = owners[i] < table_count ? owners[i] : table_count - 1;
        memcpy(rgba + 4 * i, tables + 4 * (owner * CHEMATOLOGY_LEVELS + level_at(ramp, counts[i])), 4);
    }
}

int chematology_paint(
    const chematology_matrix *matrix, chematology_density density, const uint8_t *tables, size_t table_count, uint8_t *rgba,
    char *message) {
    if (matrix->columns < 1 || matrix->rows < 1 || matrix->columns > MATRIX_SIDE_LIMIT || matrix->rows > MATRIX_SIDE_LIMIT
        || table_count < 1)
        return chematology_fail(
            message, CHEMATOLOGY_BAD_ARGUMENT, "a matrix of %u x %u in %zu colours", matrix->columns, matrix->rows, table_count);
    ramp ramp;
    int status = make_ramp(matrix, density, &ramp, message);
    if (status != CHEMATOLOGY_OK) return status;
    size_t columns = matrix->columns;
    for (size_t row = 0; row < matrix->rows; row++) {
        const uint32_t *counts = matrix->counts + row * columns;
        uint8_t *to = rgba + (matrix->rows - 1 - row) * columns * 4;
        if (matrix->owners) paint_owned(&ramp, counts, matrix->owners + row * columns, columns, tables, table_count, to);
        else paint_row(&ramp, counts, columns, tables, to);
    }
    free(ramp.levels);
    return CHEMATOLOGY_OK;
}

CHEMATOLOGY_WIDE
void chematology_claim(
    const uint32_t *restrict counts, size_t cell_count, uint8_t number, uint32_t *restrict total, uint32_t *restrict most,
    uint8_t *restrict owners) {
    for (size_t i = 0; i < cell_count; i++) {
        total[i] += counts[i];
        owners[i] = counts[i] > most[i] ? number : owners[i];
        most[i] = counts[i] > most[i] ? counts[i] : most[i];
    }
}
