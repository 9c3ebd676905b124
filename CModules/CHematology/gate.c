#include "chematology_gate.h"

#include <string.h>

#include "wide.h"

#pragma STDC FP_CONTRACT OFF

enum { BLOCK = 1024 };

/// Turns the crossings of one side over for each event: those whose ray to the right meets it.
CHEMATOLOGY_WIDE
static void cross(
    const double *restrict x, const double *restrict y, size_t count, double from_x, double from_y, double to_x, double to_y,
    uint8_t *restrict crossings) {
    double slope = (to_x - from_x) / (to_y - from_y);
    for (size_t i = 0; i < count; i++) {
        int is_between = (from_y > y[i]) != (to_y > y[i]);
        int is_left = x[i] < slope * (y[i] - from_y) + from_x;
        crossings[i] ^= (uint8_t)(is_between & is_left);
    }
}

size_t chematology_gate_count(
    const chematology_gate *gate, const double *x, const double *y, size_t count, uint8_t *inside) {
    size_t total = 0;
    uint8_t crossings[BLOCK];
    for (size_t start = 0; start < count; start += BLOCK) {
        size_t taken = count - start < BLOCK ? count - start : BLOCK;
        memset(crossings, 0, taken);
        for (size_t to = 0; to < gate->vertex_count; to++) {
            size_t from = to == 0 ? gate->vertex_count - 1 : to - 1;
            cross(x + start, y + start, taken, gate->x[from], gate->y[from], gate->x[to], gate->y[to], crossings);
        }
        for (size_t i = 0; i < taken; i++) total += crossings[i];
        if (inside) memcpy(inside + start, crossings, taken);
    }
    return total;
}
