// Which part of the frame is shown, how large, and which way up.
#ifndef YIGONG_CRENDER_GEOMETRY_H
#define YIGONG_CRENDER_GEOMETRY_H

#include <stdbool.h>
#include <stdint.h>

/// How an axis is enlarged. An axis that shrinks is always averaged over the whole area behind each pixel, so nothing aliases.
typedef enum crender_filter {
    CRENDER_BILINEAR,
    /// Catmull-Rom; the overshoot is clamped.
    CRENDER_BICUBIC,
    /// Every source pixel a block: for pictures that must show what was stored.
    CRENDER_NEAREST
} crender_filter;

/// The steps in their order: crop, scale, rotate, flip (rotation before flip as in PS3.3 C.10.6).
typedef struct crender_geometry {
    /// The part shown, in source pixels; a width or height of 0 reaches to the edge.
    uint32_t crop_x;
    uint32_t crop_y;
    uint32_t crop_width;
    uint32_t crop_height;
    /// The picture is made as large as fits without distortion (PS3.18 8.3.5.1.3); 0 leaves that side free, and two zeros
    /// keep the frame's own resolution.
    uint32_t viewport_width;
    uint32_t viewport_height;
    /// Height of a source pixel over its width: row spacing over column spacing, or the two values of Pixel Aspect
    /// Ratio (0028,0034). 0 counts as 1.
    double pixel_aspect;
    /// Degrees clockwise: 0, 90, 180 or 270.
    uint32_t rotation;
    bool flips_horizontally;
    bool flips_vertically;
    crender_filter filter;
} crender_geometry;

#endif
