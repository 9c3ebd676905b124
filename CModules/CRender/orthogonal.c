#include "orthogonal.h"

#include <math.h>
#include <string.h>

/// How far, in voxels, a pixel may lie from a centre and still be that voxel.
#define TOLERANCE 1e-6

/// The pixels that have a voxel, as a half-open range for each side, and the way through memory between them, in voxels.
typedef struct walk {
    int64_t first[2];
    int64_t end[2];
    int64_t stride[2];
    int64_t start;
} walk;

/// An axis-parallel step of one voxel; `*axis` is which.
static bool is_unit(const double *step, int *axis, int64_t *direction) {
    int found = -1;
    for (int k = 0; k < 3; k++) {
        if (fabs(step[k]) < TOLERANCE * 1e-4) continue;
        if (found >= 0 || fabs(fabs(step[k]) - 1) > TOLERANCE * 1e-4) return false;
        found = k;
        *direction = step[k] > 0 ? 1 : -1;
    }
    *axis = found;
    return found >= 0;
}

static bool find_walk(const crender_volume *volume, const crender_plane *plane, walk *walk) {
    const int64_t counts[3] = {volume->columns, volume->rows, volume->slices};
    const int64_t strides[3] = {1, counts[0], counts[0] * counts[1]};
    int axes[2];
    int64_t directions[2];
    if (!is_unit(plane->right, &axes[0], &directions[0]) || !is_unit(plane->down, &axes[1], &directions[1])) return false;
    if (axes[0] == axes[1]) return false;

    bool is_outside = false;
    walk->start = 0;
    for (int k = 0; k < 3; k++) {
        double whole = nearbyint(plane->origin[k]);
        if (fabs(plane->origin[k] - whole) > TOLERANCE) return false;
        walk->start += (int64_t)whole * strides[k];
        if (k != axes[0] && k != axes[1]) is_outside = whole < 0 || whole >= (double)counts[k];
    }
    for (int side = 0; side < 2; side++) {
        int64_t origin = (int64_t)nearbyint(plane->origin[axes[side]]), count = counts[axes[side]];
        int64_t first = directions[side] > 0 ? -origin : origin - (count - 1), end = first + count;
        int64_t length = side == 0 ? plane->width : plane->height;
        walk->first[side] = first < 0 ? 0 : first > length ? length : first;
        walk->end[side] = end < walk->first[side] || is_outside ? walk->first[side] : end > length ? length : end;
        walk->stride[side] = directions[side] * strides[axes[side]];
    }
    return true;
}

static void fill_outside(const crender_volume *volume, void *pixels, size_t count) {
    if (volume->kind == CRENDER_VALUES_FLOAT32) {
        for (size_t i = 0; i < count; i++) ((float *)pixels)[i] = NAN;
    } else {
        for (size_t i = 0; i < count; i++) ((uint16_t *)pixels)[i] = (uint16_t)(int32_t)volume->outside;
    }
}

/// Far steps wait for memory, and each brings a whole cache line for one voxel: asked for ahead, several are on their way.
#define COPY_STRIDED(type)                                                                                                   \
    do {                                                                                                                     \
        const type *from = (const type *)volume->voxels + walk->start + y * walk->stride[1];                                 \
        type *to = (type *)pixels + y * plane->width;                                                                        \
        for (int64_t x = walk->first[0]; x < walk->end[0]; x++) {                                                            \
            __builtin_prefetch(from + (x + AHEAD) * walk->stride[0]);                                                        \
            to[x] = from[x * walk->stride[0]];                                                                               \
        }                                                                                                                    \
    } while (0)

enum { AHEAD = 24 };

static void copy_row(const crender_volume *volume, const crender_plane *plane, const walk *walk, int64_t y, void *pixels) {
    size_t size = volume->kind == CRENDER_VALUES_FLOAT32 ? 4 : 2;
    if (walk->stride[0] == 1) {
        int64_t from = walk->start + walk->first[0] + y * walk->stride[1], to = walk->first[0] + y * plane->width;
        memcpy((char *)pixels + (size_t)to * size, (const char *)volume->voxels + (size_t)from * size,
               (size_t)(walk->end[0] - walk->first[0]) * size);
    } else if (size == 2) {
        COPY_STRIDED(uint16_t);
    } else {
        COPY_STRIDED(uint32_t);
    }
}

bool crender_orthogonal_copy(const crender_volume *volume, const crender_plane *plane, void *pixels) {
    walk walk;
    // Slices at places of their own have no unit step, and a slab has more than one voxel a pixel.
    if (volume->places || plane->layers != 1 || !find_walk(volume, plane, &walk)) return false;
    size_t size = volume->kind == CRENDER_VALUES_FLOAT32 ? 4 : 2;
    bool is_covered = walk.first[0] == 0 && walk.end[0] == plane->width;
    for (int64_t y = 0; y < plane->height; y++) {
        bool is_inside = y >= walk.first[1] && y < walk.end[1] && walk.first[0] < walk.end[0];
        if (!is_inside || !is_covered) fill_outside(volume, (char *)pixels + (size_t)(y * plane->width) * size, plane->width);
        if (is_inside) copy_row(volume, plane, &walk, y, pixels);
    }
    return true;
}
