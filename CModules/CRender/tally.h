// Counting stored values: the least and the greatest, how often each occurs, and sums over all of them.
#ifndef YIGONG_CRENDER_TALLY_H
#define YIGONG_CRENDER_TALLY_H

#include "cells.h"
#include "crender_grey.h"

/// The codes that occur in a frame: nothing occurs when `least` is greater than `greatest`.
typedef struct crender_code_range {
    uint32_t least;
    uint32_t greatest;
} crender_code_range;

/// Stored values that are left out, both ends included; none where `low` is greater than `high`.
typedef struct crender_exclusion {
    double low;
    double high;
} crender_exclusion;

crender_exclusion crender_exclusion_of(const crender_padding *padding, const crender_cells *cells);

/// Narrow cells only.
crender_code_range crender_find_code_range(const crender_cells *cells, crender_exclusion excluded);

/// Adds to `counts`, which has 65536 places, how often each code occurs; narrow cells only.
void crender_count_codes(const crender_cells *cells, crender_exclusion excluded, uint64_t *counts);

/// The least and greatest modality value of finite pixels, leaving out the fraction `clip` of them at each end. With no such pixel
/// `*least` is greater than `*greatest`.
int crender_find_value_range(
    const crender_cells *cells, const crender_modality *modality, crender_exclusion excluded, double clip, double *least,
    double *greatest, char *message);

#endif
