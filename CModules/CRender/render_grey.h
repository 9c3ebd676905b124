// Grey pixels of a rectangle of the frame, by the fastest way that gives the defined levels.
#ifndef YIGONG_CRENDER_RENDER_GREY_H
#define YIGONG_CRENDER_RENDER_GREY_H

#include "grey.h"

/// A part of the frame, in source pixels, within it.
typedef struct crender_rectangle {
    uint32_t x;
    uint32_t y;
    uint32_t width;
    uint32_t height;
} crender_rectangle;

/// Writes the rectangle's levels row by row: 8 bits each where the chain's top is 255, else 16.
int crender_render_grey(
    const crender_cells *cells, const crender_grey_chain *chain, crender_rectangle part, void *levels, char *message);

#endif
