// The whole greyscale chain as one function of a stored value, in 64-bit floating point. This is the oracle: everything faster in this module
// must give the same levels.
#ifndef YIGONG_CRENDER_GREY_CHAIN_H
#define YIGONG_CRENDER_GREY_CHAIN_H

#include "cells.h"
#include "crender_grey.h"

/// A checked chain for one frame: automatic windows have become linear ones, padding is in stored values.
typedef struct crender_grey_chain {
    crender_modality modality;
    crender_voi voi;
    /// The greatest entry a VOI table can have.
    double voi_table_top;
    /// The greatest level: 255 or 65535.
    double top;
    bool inverts;
    bool has_padding;
    /// Stored values, both included.
    double padding_low;
    double padding_high;
} crender_grey_chain;

/// Checks slope, intercept and table.
int crender_modality_check(const crender_modality *modality, char *message);

/// Stored value → modality value (PS3.3 C.11.1).
double crender_modality_value(const crender_modality *modality, double stored);

/// Prepares padding in stored values; returns false where there is none.
bool crender_padding_range(const crender_padding *padding, const crender_cells *cells, double *low, double *high);

/// Whether the VOI step is a straight line clamped to 0 … top, with a slope that is not a step.
bool crender_grey_is_linear(const crender_grey_chain *chain);

/// Display value before rounding, clamping and inversion; meaningful where `crender_grey_is_linear`.
double crender_grey_line(const crender_grey_chain *chain, double stored);

/// Stored value → display level, 0 … top.
uint32_t crender_grey_level(const crender_grey_chain *chain, double stored);

#endif
