#include "orient.h"

#include <stdlib.h>
#include <string.h>

#include "fail.h"

/// Where the first target pixel comes from, and how far one step right or down moves in the source, all in pixels.
typedef struct walk {
    ptrdiff_t start;
    ptrdiff_t right;
    ptrdiff_t down;
} walk;

static walk walk_for(const crender_picture *picture, const crender_geometry *geometry, uint32_t width, uint32_t height) {
    ptrdiff_t line = picture->width, last_column = line - 1, last_row = (ptrdiff_t)picture->height - 1;
    walk steps;
    switch (geometry->rotation) {
    case 90: steps = (walk){last_row * line, -line, 1}; break;
    case 180: steps = (walk){last_row * line + last_column, -1, -line}; break;
    case 270: steps = (walk){last_column, line, -1}; break;
    default: steps = (walk){0, 1, line}; break;
    }
    if (geometry->flips_horizontally) {
        steps.start += steps.right * ((ptrdiff_t)width - 1);
        steps.right = -steps.right;
    }
    if (geometry->flips_vertically) {
        steps.start += steps.down * ((ptrdiff_t)height - 1);
        steps.down = -steps.down;
    }
    return steps;
}

/// With the size of a pixel known to the compiler, the copy is a move.
__attribute__((always_inline))
static inline void copy(const crender_picture *source, crender_picture *target, walk steps, size_t bytes_per_pixel) {
    uint8_t *to = target->data;
    for (uint32_t row = 0; row < target->height; row++) {
        ptrdiff_t from = steps.start + steps.down * (ptrdiff_t)row;
        for (uint32_t column = 0; column < target->width; column++, from += steps.right, to += bytes_per_pixel)
            memcpy(to, source->data + from * (ptrdiff_t)bytes_per_pixel, bytes_per_pixel);
    }
}

int crender_orient(crender_picture *picture, const crender_geometry *geometry, char *message) {
    if (geometry->rotation == 0 && !geometry->flips_horizontally && !geometry->flips_vertically) return CRENDER_OK;
    bool is_turned = geometry->rotation == 90 || geometry->rotation == 270;
    crender_picture target = *picture;
    target.width = is_turned ? picture->height : picture->width;
    target.height = is_turned ? picture->width : picture->height;
    target.data = malloc(target.length);
    if (!target.data) return crender_fail_memory(message, target.length);

    walk steps = walk_for(picture, geometry, target.width, target.height);
    size_t bytes_per_pixel = (size_t)picture->channels * (picture->bits / 8);
    if (bytes_per_pixel == 1) copy(picture, &target, steps, 1);
    else if (bytes_per_pixel == 2) copy(picture, &target, steps, 2);
    else copy(picture, &target, steps, 3);
    free(picture->data);
    *picture = target;
    return CRENDER_OK;
}
