// Run-length coded bitmaps: BI_RLE8 and BI_RLE4.
#ifndef YIGONG_CHEMATOLOGY_BMP_RUNS_H
#define YIGONG_CHEMATOLOGY_BMP_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Decodes runs of `bits` (8 or 4) into palette indices, rows from the top; what no run covers stays as it is. False when a run breaks off
/// or leaves the picture; the end of the bytes counts as the end of the bitmap.
bool chematology_bmp_runs(
    const uint8_t *bytes, size_t length, uint32_t bits, uint32_t width, uint32_t height, uint8_t *indices);

#endif
