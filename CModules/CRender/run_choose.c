#include "run.h"

#include <math.h>

crender_run_kernel *crender_run_choose(
    const crender_volume *volume, crender_interpolation interpolation, crender_projection projection, bool is_slab) {
    if (interpolation == CRENDER_SAMPLE_NEAREST) return crender_run_nearest;
    if (interpolation == CRENDER_SAMPLE_CUBIC) return crender_run_cubic;
    // Integer padding lies below every voxel: what is mixed with it looks like air, and never becomes a maximum. A NaN, though, would
    // spread to neighbours of no weight, and least values and means would count it.
    bool is_float = volume->kind == CRENDER_VALUES_FLOAT32;
    if (volume->has_padding && (is_float || (is_slab && projection != CRENDER_PROJECT_MAXIMUM))) return crender_run_linear_strict;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) return crender_run_linear_avx512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return crender_run_linear_avx2;
#endif
    return crender_run_linear_plain;
}

ptrdiff_t crender_run_ahead(const crender_volume *volume, const double *down) {
    const ptrdiff_t strides[3] = {1, volume->columns, (ptrdiff_t)volume->columns * volume->rows};
    ptrdiff_t ahead = 0;
    for (int axis = 0; axis < 3; axis++) {
        ptrdiff_t whole = (ptrdiff_t)lround(down[axis]);
        ahead += strides[axis] * (whole + (down[axis] > 0 && axis > 0));
    }
    return ahead;
}
