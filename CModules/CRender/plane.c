// Planes and slabs, tile by tile.
#include "crender_plane.h"

#include "fail.h"
#include "orthogonal.h"
#include "plane_check.h"
#include "slab.h"

/// Rows of a tile: what one row of pixels brings into the cache, the next ones still find there.
enum { TILE_ROWS = 32 };

static int check(const crender_volume *volume, const crender_plane *plane, size_t length, char *message) {
    const double *vectors[4] = {plane->origin, plane->right, plane->down, plane->through};
    for (int vector = 0; vector < 4; vector++)
        if (!crender_is_placed(vectors[vector])) return crender_fail(message, CRENDER_BAD_ARGUMENT, "a plane without a place");
    return crender_plane_check(volume, plane->width, plane->height, plane->layers, length, message);
}

static void sample_tile(const crender_slab *slab, const crender_plane *plane, uint32_t x, uint32_t y, void *pixels) {
    size_t size = slab->volume->kind == CRENDER_VALUES_FLOAT32 ? 4 : 2;
    crender_row row = {.count = plane->width - x < CRENDER_RUN ? plane->width - x : CRENDER_RUN};
    uint32_t lines = plane->height - y < TILE_ROWS ? plane->height - y : TILE_ROWS;
    double corner[3], spans[3][3];
    for (int axis = 0; axis < 3; axis++) {
        corner[axis] = plane->origin[axis] + y * plane->down[axis] + x * plane->right[axis];
        spans[0][axis] = (row.count - 1) * (row.step[axis] = plane->right[axis]);
        spans[1][axis] = (lines - 1) * plane->down[axis];
        spans[2][axis] = (plane->layers - 1) * (row.through[axis] = plane->through[axis]);
    }
    row.is_interior = crender_slab_contains(slab->volume, corner, spans);
    for (uint32_t line = 0; line < lines; line++) {
        float values[CRENDER_RUN];
        for (int axis = 0; axis < 3; axis++) row.start[axis] = corner[axis] + line * plane->down[axis];
        crender_slab_row(slab, &row, values);
        crender_slab_store(slab->volume, values, row.count, (char *)pixels + ((size_t)(y + line) * plane->width + x) * size, 1);
    }
}

int crender_plane_sample(const crender_volume *volume, const crender_plane *plane, void *pixels, size_t length, char *message) {
    int status = check(volume, plane, length, message);
    if (status != CRENDER_OK) return status;
    if (crender_orthogonal_copy(volume, plane, pixels)) return CRENDER_OK;

    crender_slab slab = {volume, NULL, plane->projection, plane->layers, crender_run_ahead(volume, plane->down)};
    slab.kernel = crender_run_choose(volume, plane->interpolation, plane->projection, plane->layers > 1);
    for (uint32_t y = 0; y < plane->height; y += TILE_ROWS)
        for (uint32_t x = 0; x < plane->width; x += CRENDER_RUN) sample_tile(&slab, plane, x, y, pixels);
    return CRENDER_OK;
}
