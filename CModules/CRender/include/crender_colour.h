// Palettes: a stored value → a colour (PS3.3 C.7.6.3.1.5, C.7.6.19, C.7.9).
#ifndef YIGONG_CRENDER_COLOUR_H
#define YIGONG_CRENDER_COLOUR_H

#include "crender_grey.h"

/// Red, Green and Blue Palette Color Lookup Table Data (0028,1201 … 1203). The colour shown is the eight most significant bits of an
/// entry, which is right both for tables spread over 16 bits and for 8-bit colours moved to the upper byte.
typedef struct crender_palette {
    crender_table red;
    crender_table green;
    crender_table blue;
    /// Supplemental Palette (PS3.3 C.7.6.19): stored values below the first one mapped stay grey.
    bool is_supplemental;
} crender_palette;

/// Expands a Segmented Palette Color Lookup Table (PS3.3 C.7.9.2) of `length` units, each `bytes_per_unit` (1 or 2) long, into
/// at most `capacity` entries; `*count` says how many there were.
int crender_palette_expand(
    const void *segments, size_t length, uint32_t bytes_per_unit, uint16_t *entries, size_t capacity, size_t *count,
    char *message);

#endif
