// From the wish (crop, viewport, aspect, rotation) to sizes in pixels.
#ifndef YIGONG_CRENDER_LAYOUT_H
#define YIGONG_CRENDER_LAYOUT_H

#include "crender_geometry.h"
#include "render_grey.h"

typedef struct crender_layout {
    crender_rectangle part;
    /// The size to scale the part to, before it is turned.
    uint32_t width;
    uint32_t height;
} crender_layout;

/// Refuses a part outside the frame, an impossible aspect or rotation, and pictures above CRENDER_PICTURE_LIMIT.
int crender_lay_out(
    const crender_geometry *geometry, const crender_cells *cells, uint32_t bytes_per_pixel, crender_layout *layout, char *message);

#endif
