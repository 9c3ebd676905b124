// Stored values out of pixel cells (PS3.5 8.1.1): masking to Bits Stored at High Bit, sign extension, packed bits.
#ifndef YIGONG_CRENDER_CELLS_H
#define YIGONG_CRENDER_CELLS_H

#include "crender_source.h"

/// A checked source. A *code* is a stored value counted from the least one the format allows, so that it can index a table:
/// stored = lowest + code.
typedef struct crender_cells {
    const unsigned char *bytes;
    uint32_t rows;
    uint32_t columns;
    uint32_t samples;
    /// 0 for packed bits.
    uint32_t bytes_per_cell;
    /// A cell, moved left by `up` in a 32-bit word and then right by `down`, is the stored value.
    uint32_t up;
    uint32_t down;
    uint32_t bits_stored;
    bool is_signed;
    bool is_planar;
    /// Y Y Cb Cr with two samples a pixel.
    bool is_subsampled;
    crender_sample_kind kind;
    uint64_t bit_offset;
    /// The least stored value the format allows.
    double lowest;
} crender_cells;

/// Checks the description against itself and against the bytes it came with.
int crender_cells_check(const crender_source *source, crender_cells *cells, char *message);

/// Whether every stored value has a code below 65536.
static inline bool crender_cells_are_narrow(const crender_cells *cells) {
    return cells->kind == CRENDER_INTEGER && cells->bits_stored <= 16 && cells->bytes_per_cell <= 2;
}

/// Codes of `count` cells from cell `first` on; narrow cells only.
void crender_cells_read_codes(const crender_cells *cells, size_t first, size_t count, uint16_t *codes);

/// Stored values of any cells.
void crender_cells_read_values(const crender_cells *cells, size_t first, size_t count, double *values);

/// The eight most significant stored bits of integer cells: what a colour shows. Fewer than eight are spread over 0 … 255.
void crender_cells_read_eight(const crender_cells *cells, size_t first, size_t count, uint8_t *levels);

/// The stored value of a number that was written as if it were a pixel, such as the padding value.
double crender_cells_masked(const crender_cells *cells, double value);

#endif
