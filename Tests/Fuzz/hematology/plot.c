// Events of any value on axes of any span: the fast count equals the plain one, and gates, tops and colours stay in their arrays.
#include <stdlib.h>
#include <string.h>

#include "chematology.h"

enum { EVENTS = 64, SIDE_LIMIT = 40 };

typedef struct input {
    const uint8_t *bytes;
    size_t left;
} input;

static uint64_t take(input *from, size_t count) {
    uint64_t value = 0;
    for (size_t i = 0; i < count && from->left; i++, from->left--) value = value << 8 | *from->bytes++;
    return value;
}

/// Small whole numbers most of the time, which lie on edges; any pattern of bits now and then.
static double take_number(input *from) {
    uint8_t kind = (uint8_t)take(from, 1);
    if (kind < 220) return (int16_t)take(from, 2) / (kind % 4 ? 1.0 : 3.0);
    uint64_t bits = take(from, 8);
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static chematology_axis take_axis(input *from) {
    chematology_axis axis = {take_number(from), take_number(from), (uint32_t)take(from, 1) % SIDE_LIMIT};
    return axis;
}

static void paint(const uint32_t *counts, const chematology_axis *x, const chematology_axis *y, input *from) {
    size_t cells = (size_t)x->bins * y->bins;
    uint32_t *spread = malloc(cells * sizeof *spread), *total = calloc(cells, sizeof *total), *most = calloc(cells, sizeof *most);
    uint8_t *owners = calloc(cells, 1), *rgba = malloc(cells * 4), *tables = calloc(2 * CHEMATOLOGY_LEVELS, 4);
    uint32_t factor = (uint32_t)take(from, 4);
    for (size_t i = 0; i < cells; i++) spread[i] = counts[i] * factor;
    chematology_claim(spread, cells, (uint8_t)take(from, 1), total, most, owners);
    chematology_matrix matrix = {spread, take(from, 1) % 2 ? owners : NULL, x->bins, y->bins};
    if (chematology_paint(&matrix, (chematology_density)(take(from, 1) % 3), tables, 2, rgba, NULL) != CHEMATOLOGY_OK) abort();
    free(spread);
    free(total);
    free(most);
    free(owners);
    free(rgba);
    free(tables);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    input from = {bytes, length};
    chematology_axis x_axis = take_axis(&from), y_axis = take_axis(&from);
    double x[EVENTS], y[EVENTS];
    size_t count = take(&from, 1) % EVENTS;
    for (size_t i = 0; i < count; i++) {
        x[i] = take_number(&from);
        y[i] = take_number(&from);
    }
    uint32_t fast[SIDE_LIMIT * SIDE_LIMIT] = {0}, plain[SIDE_LIMIT * SIDE_LIMIT] = {0};
    int status = chematology_bin_pairs(x, y, count, &x_axis, &y_axis, fast, NULL);
    if (status != chematology_bin_pairs_plain(x, y, count, &x_axis, &y_axis, plain, NULL)) abort();
    if (memcmp(fast, plain, sizeof fast) != 0) abort();
    if (status == CHEMATOLOGY_OK) paint(fast, &x_axis, &y_axis, &from);

    chematology_gate gate = {x, y, count / 2};
    uint8_t inside[EVENTS];
    if (chematology_gate_count(&gate, x, y, count, inside) > count) abort();
    chematology_top top = chematology_find_top(x, count);
    if (count > 0 && (top.first > top.last || top.last >= count)) abort();
    chematology_is_piled(x, count, x_axis.low, x_axis.high, take(&from, 1) % 2);
    return 0;
}
