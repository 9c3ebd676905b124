#include "axis.h"

#include <math.h>
#include <stdlib.h>

#include "fail.h"

/// The part of [low, high] that source pixel `index` covers.
static double covered(double low, double high, double index) {
    return fmax(0, fmin(high, index + 1) - fmax(low, index));
}

/// Catmull-Rom: the cubic convolution kernel with a = -1/2.
static double cubic(double distance) {
    double x = fabs(distance);
    if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
    if (x < 2) return ((-0.5 * x + 2.5) * x - 4) * x + 2;
    return 0;
}

static double weight(double index, double target, double ratio, crender_filter filter) {
    if (ratio > 1) return covered(target * ratio, (target + 1) * ratio, index) / ratio;
    double distance = index + 0.5 - (target + 0.5) * ratio;
    if (filter == CRENDER_BICUBIC) return cubic(distance);
    return fmax(0, 1 - fabs(distance));
}

static uint32_t taps_for(double ratio, uint32_t source, crender_filter filter) {
    double taps = ratio > 1 ? ceil(ratio) + 1 : ratio == 1 || filter == CRENDER_NEAREST ? 1 : filter == CRENDER_BICUBIC ? 4 : 2;
    return taps < source ? (uint32_t)taps : source;
}

/// The first source pixel that has a weight, before the edges are thought of.
static double leading(uint32_t target, uint32_t source_count, uint32_t target_count, uint32_t taps, crender_filter filter) {
    double ratio = (double)source_count / target_count;
    if (ratio > 1) return floor(target * ratio);
    // The pixel under the centre, in integers: a centre on a border must not depend on rounding.
    if (taps == 1) return (double)((2 * (uint64_t)target + 1) * source_count / (2 * (uint64_t)target_count));
    return floor((target + 0.5) * ratio - 0.5) - (filter == CRENDER_BICUBIC ? 1 : 0);
}

static void fill(crender_axis *axis, uint32_t source, uint32_t target, crender_filter filter) {
    double ratio = (double)source / target;
    for (uint32_t i = 0; i < target; i++) {
        double start = leading(i, source, target, axis->taps, filter), last_start = (double)source - axis->taps;
        double reach = ratio <= 1 && filter == CRENDER_BICUBIC ? 4 : ratio <= 1 ? 2 : axis->taps;
        uint32_t first = (uint32_t)fmin(fmax(start, 0), last_start);
        float *weights = axis->weights + (size_t)i * axis->taps;
        axis->first[i] = first;
        for (uint32_t tap = 0; tap < axis->taps; tap++) weights[tap] = axis->taps == 1 ? 1 : 0;
        if (axis->taps == 1) continue;

        double from = fmax(start, 0), end = fmin(start + reach, source), sum = 0;
        for (double index = from; index < end; index++) sum += weight(index, i, ratio, filter);
        for (double index = from; index < end; index++)
            weights[(uint32_t)index - first] = (float)(weight(index, i, ratio, filter) / sum);
    }
}

int crender_axis_make(crender_axis *axis, uint32_t source, uint32_t target, crender_filter filter, char *message) {
    axis->taps = taps_for((double)source / target, source, filter);
    size_t weights = (size_t)target * axis->taps;
    axis->first = malloc(target * sizeof *axis->first);
    axis->weights = malloc(weights * sizeof *axis->weights);
    if (axis->first && axis->weights) {
        fill(axis, source, target, filter);
        return CRENDER_OK;
    }
    crender_axis_destroy(axis);
    return crender_fail_memory(message, weights * sizeof *axis->weights);
}

void crender_axis_destroy(crender_axis *axis) {
    free(axis->first);
    free(axis->weights);
    axis->first = NULL;
    axis->weights = NULL;
}
