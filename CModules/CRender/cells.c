#include "cells.h"

#include <math.h>
#include <string.h>

#include "fail.h"

static int check_layout(const crender_source *source, crender_cells *cells, char *message) {
    if (source->kind == CRENDER_FLOAT32 || source->kind == CRENDER_FLOAT64) {
        cells->bytes_per_cell = source->kind == CRENDER_FLOAT32 ? 4 : 8;
        return CRENDER_OK;
    }
    if (source->kind != CRENDER_INTEGER)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "unknown kind of samples %d", (int)source->kind);

    uint32_t allocated = source->bits_allocated, stored = source->bits_stored, high = source->high_bit;
    if (allocated != 1 && allocated != 8 && allocated != 16 && allocated != 32)
        return crender_fail(message, CRENDER_UNSUPPORTED, "Bits Allocated is %u; 1, 8, 16 and 32 can be shown", allocated);
    if (stored < 1 || stored > allocated)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "Bits Stored is %u in cells of %u bits", stored, allocated);
    if (high >= allocated || high + 1 < stored) high = stored - 1;

    cells->bits_stored = stored;
    cells->bytes_per_cell = allocated / 8;
    cells->up = 31 - high;
    cells->down = 32 - stored;
    cells->is_signed = source->is_signed && allocated > 1;
    cells->lowest = cells->is_signed ? -ldexp(1, (int)stored - 1) : 0;
    return CRENDER_OK;
}

/// Bytes that the frame must have. At most 65535 × 65535 × 3 × 8, which 64 bits hold.
static uint64_t required_length(const crender_cells *cells) {
    uint64_t samples = (uint64_t)cells->rows * cells->columns * cells->samples;
    if (cells->bytes_per_cell == 0) return (cells->bit_offset + samples + 7) / 8;
    return samples * cells->bytes_per_cell;
}

int crender_cells_check(const crender_source *source, crender_cells *cells, char *message) {
    memset(cells, 0, sizeof *cells);
    if (!source->pixels) return crender_fail(message, CRENDER_BAD_ARGUMENT, "there are no pixels");
    if (source->rows < 1 || source->rows > 65535 || source->columns < 1 || source->columns > 65535)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "a frame of %u columns and %u rows", source->columns, source->rows);
    if (source->samples != 1 && source->samples != 3)
        return crender_fail(message, CRENDER_UNSUPPORTED, "%u samples per pixel; 1 and 3 can be shown", source->samples);

    cells->bytes = source->pixels;
    cells->rows = source->rows;
    cells->columns = source->columns;
    cells->samples = source->samples;
    cells->is_planar = source->is_planar && source->samples == 3;
    cells->kind = source->kind;
    int status = check_layout(source, cells, message);
    if (status != CRENDER_OK) return status;
    if (cells->samples == 3 && (cells->kind != CRENDER_INTEGER || cells->bytes_per_cell == 0))
        return crender_fail(message, CRENDER_UNSUPPORTED, "colour samples must be integers of 8 bits or more");
    if (cells->bytes_per_cell == 0) {
        if (source->bit_offset / 8 > source->length)
            return crender_fail(message, CRENDER_BAD_ARGUMENT, "the frame begins behind its %zu bytes", source->length);
        cells->bit_offset = source->bit_offset;
    }

    uint64_t required = required_length(cells);
    bool is_ybr = source->photometric == CRENDER_YBR_FULL || source->photometric == CRENDER_YBR_PARTIAL;
    if (source->length < required && is_ybr && cells->samples == 3 && source->length >= required / 3 * 2) {
        if (cells->bytes_per_cell != 1 || cells->columns % 2)
            return crender_fail(message, CRENDER_UNSUPPORTED, "subsampled colour needs 8-bit samples and an even width");
        cells->is_subsampled = true;
        return CRENDER_OK;
    }
    if (source->length < required)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "%u × %u pixels need %llu bytes; there are %zu", cells->columns,
                            cells->rows, (unsigned long long)required, source->length);
    return CRENDER_OK;
}

// Cells need not be aligned: a frame lies anywhere in a file.

static inline uint16_t load16(const unsigned char *bytes) {
    uint16_t cell;
    memcpy(&cell, bytes, sizeof cell);
    return cell;
}

static inline uint32_t load32(const unsigned char *bytes) {
    uint32_t cell;
    memcpy(&cell, bytes, sizeof cell);
    return cell;
}

static inline uint32_t bit_at(const crender_cells *cells, uint64_t index) {
    uint64_t bit = cells->bit_offset + index;
    return cells->bytes[bit / 8] >> (bit % 8) & 1;
}

void crender_cells_read_codes(const crender_cells *cells, size_t first, size_t count, uint16_t *codes) {
    // With the sign bit flipped, two's complement counts up from the least value: that is the code.
    uint32_t sign = cells->is_signed ? 1u << (cells->bits_stored - 1) : 0;
    uint32_t up = cells->up, down = cells->down;
    if (cells->bytes_per_cell == 2) {
        const unsigned char *bytes = cells->bytes + first * 2;
        for (size_t i = 0; i < count; i++)
            codes[i] = (uint16_t)((uint32_t)load16(bytes + 2 * i) << up >> down ^ sign);
    } else if (cells->bytes_per_cell == 1) {
        const unsigned char *bytes = cells->bytes + first;
        for (size_t i = 0; i < count; i++) codes[i] = (uint16_t)((uint32_t)bytes[i] << up >> down ^ sign);
    } else {
        for (size_t i = 0; i < count; i++) codes[i] = (uint16_t)bit_at(cells, first + i);
    }
}

static double stored_value(const crender_cells *cells, uint32_t cell) {
    uint32_t word = cell << cells->up;
    if (!cells->is_signed) return (double)(word >> cells->down);
    int32_t extended;
    memcpy(&extended, &word, sizeof extended);
    return (double)(extended >> cells->down);
}

void crender_cells_read_values(const crender_cells *cells, size_t first, size_t count, double *values) {
    const unsigned char *bytes = cells->bytes + first * cells->bytes_per_cell;
    if (cells->kind == CRENDER_FLOAT32) {
        for (size_t i = 0; i < count; i++) {
            float value;
            memcpy(&value, bytes + 4 * i, sizeof value);
            values[i] = value;
        }
    } else if (cells->kind == CRENDER_FLOAT64) {
        memcpy(values, bytes, count * sizeof *values);
    } else if (cells->bytes_per_cell == 4) {
        for (size_t i = 0; i < count; i++) values[i] = stored_value(cells, load32(bytes + 4 * i));
    } else if (cells->bytes_per_cell == 2) {
        for (size_t i = 0; i < count; i++) values[i] = stored_value(cells, load16(bytes + 2 * i));
    } else if (cells->bytes_per_cell == 1) {
        for (size_t i = 0; i < count; i++) values[i] = stored_value(cells, bytes[i]);
    } else {
        for (size_t i = 0; i < count; i++) values[i] = bit_at(cells, first + i);
    }
}

static inline uint8_t eight_bits(uint32_t value, uint32_t bits) {
    if (bits >= 8) return (uint8_t)(value >> (bits - 8));
    uint32_t top = (1u << bits) - 1;
    return (uint8_t)((value * 255 + top / 2) / top);
}

void crender_cells_read_eight(const crender_cells *cells, size_t first, size_t count, uint8_t *levels) {
    uint32_t up = cells->up, down = cells->down, bits = cells->bits_stored;
    const unsigned char *bytes = cells->bytes + first * cells->bytes_per_cell;
    if (cells->bytes_per_cell == 1 && bits == 8) {
        memcpy(levels, bytes, count);
    } else if (cells->bytes_per_cell == 1) {
        for (size_t i = 0; i < count; i++) levels[i] = eight_bits((uint32_t)bytes[i] << up >> down, bits);
    } else if (cells->bytes_per_cell == 2) {
        for (size_t i = 0; i < count; i++) levels[i] = eight_bits((uint32_t)load16(bytes + 2 * i) << up >> down, bits);
    } else {
        for (size_t i = 0; i < count; i++) levels[i] = eight_bits(load32(bytes + 4 * i) << up >> down, bits);
    }
}

double crender_cells_masked(const crender_cells *cells, double value) {
    if (cells->kind != CRENDER_INTEGER || !(fabs(value) < 9e15)) return value;
    // Not `stored_value`: the number is given at bit 0, wherever High Bit puts the pixels.
    uint32_t word = (uint32_t)(uint64_t)(int64_t)value << cells->down;
    if (!cells->is_signed) return (double)(word >> cells->down);
    int32_t extended;
    memcpy(&extended, &word, sizeof extended);
    return (double)(extended >> cells->down);
}
