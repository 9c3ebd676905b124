#include "slab.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

/// Where the volume ends along an axis: half a voxel beyond the outermost centres.
static void reach(const crender_volume *volume, int axis, double *low, double *high) {
    uint32_t count = axis == 0 ? volume->columns : axis == 1 ? volume->rows : volume->slices;
    *low = -0.5;
    *high = count - 0.5;
    if (axis < 2 || !volume->places) return;
    const double *places = volume->places;
    *low = places[0] - (places[1] - places[0]) / 2;
    *high = places[count - 1] + (places[count - 1] - places[count - 2]) / 2;
}

bool crender_slab_contains(const crender_volume *volume, const double *corner, const double spans[3][3]) {
    const uint32_t counts[3] = {volume->columns, volume->rows, volume->slices};
    // More than single-precision coordinates can be wrong by.
    const double margin = 1e-3;
    if (volume->places) return false;
    for (int axis = 0; axis < 3; axis++) {
        double least = corner[axis], greatest = corner[axis];
        for (int span = 0; span < 3; span++) {
            if (spans[span][axis] < 0) least += spans[span][axis];
            else greatest += spans[span][axis];
        }
        if (!(least >= margin && greatest <= counts[axis] - 1 - margin)) return false;
    }
    return true;
}

/// The samples of a row that lie inside the volume: from `*first` up to, not including, `*end`.
static void clip(const crender_volume *volume, const double *start, const double *step, uint32_t count, uint32_t *first, uint32_t *end) {
    double from = 0, to = (double)count - 1;
    for (int axis = 0; axis < 3; axis++) {
        double low, high;
        reach(volume, axis, &low, &high);
        if (step[axis] == 0) {
            if (!(start[axis] >= low && start[axis] <= high)) to = -1;
            continue;
        }
        double a = (low - start[axis]) / step[axis], b = (high - start[axis]) / step[axis];
        from = fmax(from, fmin(a, b));
        to = fmin(to, fmax(a, b));
    }
    // A pixel that a rounding error puts beyond the edge still belongs to it.
    const double slack = 1e-9;
    from = ceil(from - slack);
    to = floor(to + slack);
    *first = from > to ? 0 : (uint32_t)from;
    *end = from > to ? 0 : (uint32_t)to + 1;
}

/// Index, with its fraction, of a place between slices that are not equally far apart.
static double index_of(const crender_volume *volume, double place, uint32_t *guess) {
    const double *places = volume->places;
    uint32_t k = *guess, last = volume->slices - 2;
    while (k > 0 && place < places[k]) k--;
    while (k < last && place >= places[k + 1]) k++;
    *guess = k;
    return k + (place - places[k]) / (places[k + 1] - places[k]);
}

static int32_t whole_voxel(double place, uint32_t count) {
    return place < 1 ? 0 : place > count - 1 ? (int32_t)(count - 1) : (int32_t)place;
}

/// The samples `first` … `end` of one layer, at the beginning of `samples`.
static void sample_layer(
    const crender_slab *slab, const crender_row *row, const double *start, uint32_t first, uint32_t end, float *samples) {
    const double *step = row->step;
    const crender_volume *volume = slab->volume;
    const uint32_t counts[3] = {volume->columns, volume->rows, volume->slices};
    float third[CRENDER_RUN];
    crender_run run = {.count = end - first, .is_interior = row->is_interior, .ahead = slab->ahead};
    for (int axis = 0; axis < 3; axis++) {
        double place = start[axis] + first * step[axis];
        if (axis == 2 && volume->places) {
            uint32_t guess = 0;
            run.base[2] = whole_voxel(index_of(volume, place, &guess), counts[2]);
            for (uint32_t i = 0; i < CRENDER_RUN; i++)
                third[i] = i < run.count
                    ? (float)(index_of(volume, place + i * step[2], &guess) - run.base[2]) : 0;
            run.third = third;
            continue;
        }
        run.base[axis] = whole_voxel(place, counts[axis]);
        run.start[axis] = (float)(place - run.base[axis]);
        run.step[axis] = (float)step[axis];
    }
    slab->kernel(volume, &run, samples);
}

/// Takes one layer into what there is already; a NaN on either side gives way.
static void project(crender_projection projection, const float *samples, uint32_t count, float *values, float *weights) {
    switch (projection) {
    case CRENDER_PROJECT_MAXIMUM:
        for (uint32_t i = 0; i < count; i++) values[i] = values[i] >= samples[i] || samples[i] != samples[i] ? values[i] : samples[i];
        break;
    case CRENDER_PROJECT_MINIMUM:
        for (uint32_t i = 0; i < count; i++) values[i] = values[i] <= samples[i] || samples[i] != samples[i] ? values[i] : samples[i];
        break;
    case CRENDER_PROJECT_MEAN:
        for (uint32_t i = 0; i < count; i++) {
            bool counts = samples[i] == samples[i];
            values[i] += counts ? samples[i] : 0;
            weights[i] += counts;
        }
        break;
    }
}

void crender_slab_row(const crender_slab *slab, const crender_row *row, float *values) {
    float samples[CRENDER_RUN], weights[CRENDER_RUN] = {0};
    bool is_mean = slab->layers > 1 && slab->projection == CRENDER_PROJECT_MEAN;
    for (uint32_t i = 0; i < row->count; i++) values[i] = is_mean ? 0 : NAN;
    for (uint32_t layer = 0; layer < slab->layers; layer++) {
        double start[3];
        for (int axis = 0; axis < 3; axis++) start[axis] = row->start[axis] + layer * row->through[axis];
        uint32_t first = 0, end = row->count;
        if (!row->is_interior) clip(slab->volume, start, row->step, row->count, &first, &end);
        if (first == end) continue;
        sample_layer(slab, row, start, first, end, samples);
        project(is_mean ? CRENDER_PROJECT_MEAN : slab->layers == 1 ? CRENDER_PROJECT_MAXIMUM : slab->projection, samples,
                end - first, values + first, weights + first);
    }
    if (is_mean)
        for (uint32_t i = 0; i < row->count; i++) values[i] = weights[i] > 0 ? values[i] / weights[i] : NAN;
}

/// To the nearest integer, ties to even, by the addition that leaves no room for a fraction. |value| < 2^22.
static inline int32_t rounded(float value) {
    return (int32_t)((value + 0x1.8p23f) - 0x1.8p23f);
}

void crender_slab_store(const crender_volume *volume, const float *values, uint32_t count, void *pixels, size_t stride) {
    if (volume->kind == CRENDER_VALUES_FLOAT32) {
        for (uint32_t i = 0; i < count; i++) ((float *)pixels)[i * stride] = values[i];
        return;
    }
    bool is_signed = volume->kind == CRENDER_VALUES_INT16;
    float low = is_signed ? INT16_MIN : 0, high = is_signed ? INT16_MAX : UINT16_MAX, outside = (float)volume->outside;
    uint16_t integers[CRENDER_RUN];
    for (uint32_t i = 0; i < count; i++) {
        float value = values[i] == values[i] ? values[i] : outside;
        value = value > low ? value : low;
        value = value < high ? value : high;
        integers[i] = (uint16_t)rounded(value);
    }
    for (uint32_t i = 0; i < count; i++) ((uint16_t *)pixels)[i * stride] = integers[i];
}
