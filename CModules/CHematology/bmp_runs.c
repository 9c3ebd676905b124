#include "bmp_runs.h"

enum { END_OF_LINE = 0, END_OF_BITMAP = 1, DELTA = 2 };

typedef struct pen {
    uint32_t width, height;
    uint32_t x;
    /// From the bottom, where the runs begin.
    uint32_t y;
    uint8_t *indices;
} pen;

/// Pixels past the right edge are left out: writers pad runs to whole bytes. A row above the picture is an error.
static bool put(pen *pen, uint8_t index) {
    if (pen->y >= pen->height) return false;
    if (pen->x < pen->width) pen->indices[(size_t)(pen->height - 1 - pen->y) * pen->width + pen->x++] = index;
    return true;
}

/// The pixel `i` of packed indices.
static uint8_t index_at(const uint8_t *bytes, uint32_t bits, uint32_t i) {
    if (bits == 8) return bytes[i];
    return i % 2 ? bytes[i / 2] & 15 : bytes[i / 2] >> 4;
}

bool chematology_bmp_runs(
    const uint8_t *bytes, size_t length, uint32_t bits, uint32_t width, uint32_t height, uint8_t *indices) {
    pen pen = {width, height, 0, 0, indices};
    size_t at = 0;
    while (length - at >= 2) {
        uint8_t count = bytes[at], code = bytes[at + 1];
        at += 2;
        if (count > 0) {
            // A run: four-bit ones take the two halves of the code in turns.
            uint8_t pair[2] = {bits == 8 ? code : code >> 4, bits == 8 ? code : code & 15};
            for (uint32_t i = 0; i < count; i++)
                if (!put(&pen, pair[i % 2])) return false;
        } else if (code == END_OF_BITMAP) {
            return true;
        } else if (code == END_OF_LINE) {
            pen.x = 0;
            pen.y++;
        } else if (code == DELTA) {
            if (length - at < 2) return false;
            pen.x += bytes[at];
            pen.y += bytes[at + 1];
            at += 2;
        } else {
            size_t packed = ((size_t)code * bits + 7) / 8;
            if (packed > length - at) return false;
            for (uint32_t i = 0; i < code; i++)
                if (!put(&pen, index_at(bytes + at, bits, i))) return false;
            // Literal pixels end on a 16-bit boundary; the last ones of a file may lack the filler.
            at += packed + packed % 2;
            if (at > length) return true;
        }
    }
    return true;
}
