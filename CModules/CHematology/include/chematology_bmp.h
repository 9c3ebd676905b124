// Windows bitmaps, as analyzers send their graphics.
#ifndef YIGONG_CHEMATOLOGY_BMP_H
#define YIGONG_CHEMATOLOGY_BMP_H

#include <stddef.h>
#include <stdint.h>

/// Rows from the top, four bytes a pixel: red, green, blue, alpha (always 255).
typedef struct chematology_image {
    uint32_t width;
    uint32_t height;
    uint8_t *rgba;
} chematology_image;

/// No side of a bitmap passes this.
#define CHEMATOLOGY_IMAGE_SIDE_LIMIT 16384u
/// No bitmap has more pixels than this.
#define CHEMATOLOGY_IMAGE_PIXEL_LIMIT ((size_t)16 << 20)

/// Reads a bitmap of 1, 4, 8, 16, 24 or 32 bits, plain, run-length coded (BI_RLE8, BI_RLE4) or with masks (BI_BITFIELDS). The alpha of a
/// 32-bit one is not looked at: those who write it seldom mean it. `image->rgba` is the caller's to give back with chematology_free.
int chematology_bmp(const uint8_t *bytes, size_t length, chematology_image *image, char *message);

#endif
