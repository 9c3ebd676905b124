// The kernels of resampling: a short straight run of samples through a volume.
//
// A coordinate is split into a whole number of voxels, common to the run, and a small single-precision rest, so that a voxel far
// from the first is found as exactly as a near one. All linear kernels do the same operations in the same order, each product fused
// with its sum: they agree bit for bit.
#ifndef YIGONG_CRENDER_RUN_H
#define YIGONG_CRENDER_RUN_H

#include "crender_plane.h"

/// Samples in a run.
enum { CRENDER_RUN = 64 };

typedef struct crender_run {
    /// Whole voxels that `start` is counted from.
    int32_t base[3];
    float start[3];
    float step[3];
    /// The third coordinate of each sample, counted from `base`, where it is not `start + i × step`; else null.
    const float *third;
    uint32_t count;
    /// No sample has to be kept from leaving the volume.
    bool is_interior;
    /// How far behind a sample, in voxels, the one lies that the next row of pixels begins with: it is asked for ahead.
    ptrdiff_t ahead;
} crender_run;

/// Writes `run->count` samples. Coordinates beyond the outermost voxel centres are moved to them. The room behind the samples up to
/// CRENDER_RUN may be written to.
typedef void crender_run_kernel(const crender_volume *volume, const crender_run *run, float *samples);

crender_run_kernel crender_run_nearest;
crender_run_kernel crender_run_linear_plain;
crender_run_kernel crender_run_cubic;

/// NaN where a voxel that counts is padding.
crender_run_kernel crender_run_linear_strict;

#if defined(__x86_64__)
crender_run_kernel crender_run_linear_avx2;
crender_run_kernel crender_run_linear_avx512;
#endif

/// `ahead` for rows of pixels that follow each other by `down`, in voxels: the corner of the next sample's voxels that lies furthest on.
ptrdiff_t crender_run_ahead(const crender_volume *volume, const double *down);

/// The fastest kernel of this machine that does what is asked.
crender_run_kernel *crender_run_choose(
    const crender_volume *volume, crender_interpolation interpolation, crender_projection projection, bool is_slab);

/// The coordinate of sample `i` on `axis`, counted from the first voxel and kept between the outermost centres; `*whole` is the
/// voxel before it, which has a next one.
static inline float crender_run_place(const crender_volume *volume, const crender_run *run, int axis, uint32_t i, int32_t *whole) {
    int32_t count = (int32_t)(axis == 0 ? volume->columns : axis == 1 ? volume->rows : volume->slices);
    float low = (float)-run->base[axis], high = (float)(count - 1 - run->base[axis]);
    float rest = __builtin_fmaf((float)i, run->step[axis], run->start[axis]);
    if (axis == 2 && run->third) rest = run->third[i];
    rest = rest > low ? rest : low;
    rest = rest < high ? rest : high;
    float floored = __builtin_floorf(rest);
    floored = floored < high - 1 ? floored : high - 1;
    *whole = (int32_t)floored + run->base[axis];
    return rest - floored;
}

static inline float crender_voxel(const crender_volume *volume, size_t index) {
    switch (volume->kind) {
    case CRENDER_VALUES_INT16: return ((const int16_t *)volume->voxels)[index];
    case CRENDER_VALUES_UINT16: return ((const uint16_t *)volume->voxels)[index];
    default: return ((const float *)volume->voxels)[index];
    }
}

static inline size_t crender_voxel_index(const crender_volume *volume, int32_t x, int32_t y, int32_t z) {
    return ((size_t)z * volume->rows + (size_t)y) * volume->columns + (size_t)x;
}

#endif
