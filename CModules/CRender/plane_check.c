#include "plane_check.h"

#include <math.h>

#include "fail.h"

bool crender_is_placed(const double *vector) {
    return fabs(vector[0]) < 0x1p30 && fabs(vector[1]) < 0x1p30 && fabs(vector[2]) < 0x1p30;
}

int crender_plane_check(
    const crender_volume *volume, uint32_t width, uint32_t height, uint32_t layers, size_t length, char *message) {
    if (!volume->voxels || volume->columns < 2 || volume->rows < 2 || volume->slices < 2)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "there is no volume");
    if (width < 1 || height < 1) return crender_fail(message, CRENDER_BAD_ARGUMENT, "a plane of %u × %u pixels", width, height);
    if ((uint64_t)width * height > CRENDER_PLANE_PIXELS)
        return crender_fail(message, CRENDER_TOO_LARGE, "a plane of %u × %u pixels is too large", width, height);
    if (layers < 1 || layers > CRENDER_PLANE_LAYERS)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "a slab of %u layers; 1 to %u", layers, CRENDER_PLANE_LAYERS);
    size_t size = volume->kind == CRENDER_VALUES_FLOAT32 ? 4 : 2, required = (size_t)width * height * size;
    if (length != required)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "%u × %u pixels need %zu bytes; there are %zu", width, height, required, length);
    return CRENDER_OK;
}
