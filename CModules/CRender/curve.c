// Surfaces along a line, column by column: down each column the samples lie on a straight row.
#include "crender_plane.h"
#include "fail.h"
#include "plane_check.h"
#include "slab.h"

static int check(const crender_volume *volume, const crender_curve *curve, size_t length, char *message) {
    int status = crender_plane_check(volume, curve->width, curve->height, curve->layers, length, message);
    if (status != CRENDER_OK) return status;
    if (!curve->points || !curve->through || !crender_is_placed(curve->down))
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "a curve without a place");
    for (size_t i = 0; i < curve->width; i++)
        if (!crender_is_placed(curve->points + 3 * i) || !crender_is_placed(curve->through + 3 * i))
            return crender_fail(message, CRENDER_BAD_ARGUMENT, "point %zu of a curve has no place", i + 1);
    return CRENDER_OK;
}

static void sample_column(const crender_slab *slab, const crender_curve *curve, uint32_t x, void *pixels) {
    const double *point = curve->points + 3 * (size_t)x, *through = curve->through + 3 * (size_t)x;
    size_t size = slab->volume->kind == CRENDER_VALUES_FLOAT32 ? 4 : 2;
    for (uint32_t y = 0; y < curve->height; y += CRENDER_RUN) {
        crender_row row = {.count = curve->height - y < CRENDER_RUN ? curve->height - y : CRENDER_RUN};
        for (int axis = 0; axis < 3; axis++) {
            double above = (curve->height - 1) / 2.0 - y, before = (curve->layers - 1) / 2.0;
            row.start[axis] = point[axis] - above * curve->down[axis] - before * through[axis];
            row.step[axis] = curve->down[axis];
            row.through[axis] = through[axis];
        }
        float values[CRENDER_RUN];
        crender_slab_row(slab, &row, values);
        void *top = (char *)pixels + ((size_t)y * curve->width + x) * size;
        crender_slab_store(slab->volume, values, row.count, top, curve->width);
    }
}

int crender_curve_sample(const crender_volume *volume, const crender_curve *curve, void *pixels, size_t length, char *message) {
    int status = check(volume, curve, length, message);
    if (status != CRENDER_OK) return status;
    crender_slab slab = {volume, NULL, curve->projection, curve->layers, 0};
    slab.kernel = crender_run_choose(volume, curve->interpolation, curve->projection, curve->layers > 1);
    for (uint32_t x = 0; x < curve->width; x++) sample_column(&slab, curve, x, pixels);
    return CRENDER_OK;
}
