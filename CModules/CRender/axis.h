// Which source pixels make up a target pixel along one axis, and with what weight.
#ifndef YIGONG_CRENDER_AXIS_H
#define YIGONG_CRENDER_AXIS_H

#include <stddef.h>
#include <stdint.h>

#include "crender_geometry.h"

typedef struct crender_axis {
    /// Weights per target pixel; those not needed are zero.
    uint32_t taps;
    /// The first source pixel of each target pixel; `first + taps` never passes the end.
    uint32_t *first;
    /// `taps` weights for each target pixel; they sum to 1.
    float *weights;
} crender_axis;

/// Pixel centres lie at one half; at an edge the pixels that exist share the weight. Negative when memory ran out.
int crender_axis_make(crender_axis *axis, uint32_t source, uint32_t target, crender_filter filter, char *message);

void crender_axis_destroy(crender_axis *axis);

#endif
