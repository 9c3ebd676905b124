// A straight row of pixels through a volume, layer upon layer.
#ifndef YIGONG_CRENDER_SLAB_H
#define YIGONG_CRENDER_SLAB_H

#include "run.h"

/// How rows are sampled and put together.
typedef struct crender_slab {
    const crender_volume *volume;
    crender_run_kernel *kernel;
    crender_projection projection;
    uint32_t layers;
    /// See crender_run.
    ptrdiff_t ahead;
} crender_slab;

/// A row of at most CRENDER_RUN pixels, in the coordinates of the volume.
typedef struct crender_row {
    double start[3];
    double step[3];
    double through[3];
    uint32_t count;
    /// Every sample of every layer is known to lie between voxel centres: nothing has to be cut off.
    bool is_interior;
} crender_row;

/// Whether samples from `corner` on, `spans` away along three directions, all lie between the centres of voxels.
bool crender_slab_contains(const crender_volume *volume, const double *corner, const double spans[3][3]);

/// The row's values; NaN where there is no image.
void crender_slab_row(const crender_slab *slab, const crender_row *row, float *values);

/// Values as voxels of the volume's kind, `stride` apart: rounded, kept within the kind; NaN as `outside`.
void crender_slab_store(const crender_volume *volume, const float *values, uint32_t count, void *pixels, size_t stride);

#endif
