// Where linear kernels meet memory: voxels are fetched one by one into rows that vectors can read.
//
// The gather instructions of today's processors wait for their elements one after the other, and hide little of the way to memory;
// plain loads, many at a time, are twice as fast.
#ifndef YIGONG_CRENDER_FETCH_H
#define YIGONG_CRENDER_FETCH_H

#include "run.h"

/// The eight voxels around each sample, as pairs of neighbours along a row. Of 64 bits, the lower half is of the row before the sample,
/// the upper half of the row behind it. One store then serves two rows: there is one store a cycle, but several loads.
typedef struct crender_pairs {
    /// In the slice before and behind: two 16-bit voxels, the first in the lower bits; or the first of two floating-point ones.
    uint64_t first[2][CRENDER_RUN];
    /// The second floating-point voxel.
    uint64_t second[2][CRENDER_RUN];
} crender_pairs;

/// The voxel that indices are counted from.
static inline size_t crender_run_origin(const crender_volume *volume, const crender_run *run) {
    return crender_voxel_index(volume, run->base[0], run->base[1], run->base[2]);
}

/// Fetches the pairs at `run->count` indices, counted in voxels from the base of the run.
void crender_fetch_pairs(const crender_volume *volume, const crender_run *run, const int32_t *indices, crender_pairs *pairs);

#endif
