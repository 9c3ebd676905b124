// Resampling in plain C: the oracle of the vector kernels, and what is too rare to need one.
#include "run.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

static inline float between(float first, float second, float part) {
    return fmaf(part, second - first, first);
}

void crender_run_linear_plain(const crender_volume *volume, const crender_run *run, float *samples) {
    size_t row = volume->columns, slice = row * volume->rows;
    for (uint32_t i = 0; i < run->count; i++) {
        int32_t x, y, z;
        float fx = crender_run_place(volume, run, 0, i, &x), fy = crender_run_place(volume, run, 1, i, &y);
        float fz = crender_run_place(volume, run, 2, i, &z);
        size_t at = crender_voxel_index(volume, x, y, z);
        float pairs[4];
        for (int corner = 0; corner < 4; corner++) {
            size_t index = at + (corner & 1 ? row : 0) + (corner & 2 ? slice : 0);
            pairs[corner] = between(crender_voxel(volume, index), crender_voxel(volume, index + 1), fx);
        }
        samples[i] = between(between(pairs[0], pairs[1], fy), between(pairs[2], pairs[3], fy), fz);
    }
}

void crender_run_linear_strict(const crender_volume *volume, const crender_run *run, float *samples) {
    float outside = (float)volume->outside;
    for (uint32_t i = 0; i < run->count; i++) {
        int32_t whole[3];
        float part[3], sum = 0;
        for (int axis = 0; axis < 3; axis++) part[axis] = crender_run_place(volume, run, axis, i, &whole[axis]);
        for (int corner = 0; corner < 8; corner++) {
            int dx = corner & 1, dy = corner >> 1 & 1, dz = corner >> 2;
            float weight = (dx ? part[0] : 1 - part[0]) * (dy ? part[1] : 1 - part[1]) * (dz ? part[2] : 1 - part[2]);
            if (weight == 0) continue;
            float voxel = crender_voxel(volume, crender_voxel_index(volume, whole[0] + dx, whole[1] + dy, whole[2] + dz));
            sum += voxel == outside ? NAN : weight * voxel;
        }
        samples[i] = sum;
    }
}

void crender_run_nearest(const crender_volume *volume, const crender_run *run, float *samples) {
    for (uint32_t i = 0; i < run->count; i++) {
        int32_t whole[3];
        for (int axis = 0; axis < 3; axis++)
            if (crender_run_place(volume, run, axis, i, &whole[axis]) >= 0.5f) whole[axis]++;
        float voxel = crender_voxel(volume, crender_voxel_index(volume, whole[0], whole[1], whole[2]));
        samples[i] = volume->has_padding && voxel == (float)volume->outside ? NAN : voxel;
    }
}

/// Catmull-Rom: the weights of the voxels at -1, 0, 1 and 2 for a point between 0 and 1.
static void cubic_weights(float t, float weights[4]) {
    weights[0] = ((-0.5f * t + 1) * t - 0.5f) * t;
    weights[1] = (1.5f * t - 2.5f) * t * t + 1;
    weights[2] = ((-1.5f * t + 2) * t + 0.5f) * t;
    weights[3] = (0.5f * t - 0.5f) * t * t;
}

/// The four indices along an axis; at the ends the outermost voxel is repeated.
static void cubic_places(int32_t whole, int32_t count, int32_t places[4]) {
    for (int tap = 0; tap < 4; tap++) {
        int32_t place = whole + tap - 1;
        places[tap] = place < 0 ? 0 : place >= count ? count - 1 : place;
    }
}

void crender_run_cubic(const crender_volume *volume, const crender_run *run, float *samples) {
    int32_t counts[3] = {(int32_t)volume->columns, (int32_t)volume->rows, (int32_t)volume->slices};
    float outside = (float)volume->outside;
    for (uint32_t i = 0; i < run->count; i++) {
        float weights[3][4], sum = 0;
        int32_t places[3][4];
        for (int axis = 0; axis < 3; axis++) {
            int32_t whole;
            cubic_weights(crender_run_place(volume, run, axis, i, &whole), weights[axis]);
            cubic_places(whole, counts[axis], places[axis]);
        }
        for (int z = 0; z < 4; z++) {
            float slice = 0;
            for (int y = 0; y < 4; y++) {
                size_t row = crender_voxel_index(volume, 0, places[1][y], places[2][z]);
                float line = 0;
                for (int x = 0; x < 4; x++) {
                    float voxel = crender_voxel(volume, row + (size_t)places[0][x]);
                    bool counts_here = weights[0][x] != 0 && weights[1][y] != 0 && weights[2][z] != 0;
                    if (volume->has_padding && counts_here && voxel == outside) voxel = NAN;
                    line += counts_here ? weights[0][x] * voxel : 0;
                }
                slice += weights[1][y] * line;
            }
            sum += weights[2][z] * slice;
        }
        samples[i] = sum;
    }
}
