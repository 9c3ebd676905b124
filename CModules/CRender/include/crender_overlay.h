// Overlay planes of the repeating group 60xx (PS3.3 C.9.2).
#ifndef YIGONG_CRENDER_OVERLAY_H
#define YIGONG_CRENDER_OVERLAY_H

#include <stddef.h>
#include <stdint.h>

/// One frame of an overlay, burnt into the picture at the frame's own resolution. What lies outside the image is not shown.
typedef struct crender_overlay {
    /// Overlay Data (60xx,3000), packed from the least significant bit on; null when the plane lies in an unused bit
    /// of the pixel cells (retired in 2004, still in archives).
    const uint8_t *bits;
    /// Bytes readable at `bits`.
    size_t length;
    /// Bits before the first pixel of this overlay frame.
    uint64_t bit_offset;
    /// Overlay Bit Position (60xx,0102), when `bits` is null.
    uint32_t embedded_bit;
    uint32_t rows;
    uint32_t columns;
    /// Overlay Origin (60xx,0050): 1\1 is the upper left pixel of the image, and either may be negative.
    int32_t origin_row;
    int32_t origin_column;
    uint8_t red;
    uint8_t green;
    uint8_t blue;
} crender_overlay;

#endif
