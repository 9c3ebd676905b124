// One decoded frame as it lies in memory: the Image Pixel attributes of PS3.3 C.7.6.3 and the cells.
#ifndef YIGONG_CRENDER_SOURCE_H
#define YIGONG_CRENDER_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Photometric Interpretation (0028,0004). YBR_ICT and YBR_RCT arrive here as RGB: their decoder has undone them.
typedef enum crender_photometric {
    CRENDER_MONOCHROME1,
    CRENDER_MONOCHROME2,
    CRENDER_PALETTE_COLOR,
    CRENDER_RGB,
    CRENDER_YBR_FULL,
    CRENDER_YBR_PARTIAL
} crender_photometric;

/// Which of Pixel Data, Float Pixel Data (7FE0,0008) or Double Float Pixel Data (7FE0,0009) holds the frame.
typedef enum crender_sample_kind {
    CRENDER_INTEGER,
    CRENDER_FLOAT32,
    CRENDER_FLOAT64
} crender_sample_kind;

/// Cells are in the byte order of this machine. One-bit frames are packed from the least significant bit on (PS3.5 8.1.1)
/// and may begin inside a byte. When the interpretation is a YBR one and the frame holds two samples for each pixel instead of
/// three, the colour is subsampled horizontally: Y Y Cb Cr (PS3.3 C.7.6.3.1.2, YBR_FULL_422).
typedef struct crender_source {
    const void *pixels;
    /// Bytes readable at `pixels`.
    size_t length;
    uint32_t rows;
    uint32_t columns;
    /// 1 or 3.
    uint32_t samples;
    /// 1, 8, 16 or 32; ignored when `kind` is not CRENDER_INTEGER.
    uint32_t bits_allocated;
    uint32_t bits_stored;
    /// A High Bit that leaves no room for Bits Stored is read as Bits Stored - 1, the only value PS3.5 8.1.1 allows today.
    uint32_t high_bit;
    bool is_signed;
    /// Planar Configuration (0028,0006) is 1.
    bool is_planar;
    crender_sample_kind kind;
    crender_photometric photometric;
    /// Bits before the first pixel of a one-bit frame.
    uint64_t bit_offset;
} crender_source;

#endif
