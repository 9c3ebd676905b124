#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "render_colour.h"
#include "table.h"
#include "tally.h"

enum { CHUNK = 1024, CODES = 65536 };

typedef struct colour {
    uint8_t red, green, blue;
} colour;

static int check_palette(const crender_palette *palette, char *message) {
    int status = crender_table_check(&palette->red, "the red palette", message);
    if (status == CRENDER_OK) status = crender_table_check(&palette->green, "the green palette", message);
    if (status == CRENDER_OK) status = crender_table_check(&palette->blue, "the blue palette", message);
    return status;
}

/// Bits of an entry over all three tables. Some writers declare 16 bits and fill eight: a palette that would show nothing
/// brighter than 1/255 of white is read as one of eight bits.
static uint32_t palette_bits(const crender_palette *palette) {
    const crender_table *tables[3] = {&palette->red, &palette->green, &palette->blue};
    uint32_t bits = 1, greatest = 0;
    for (int i = 0; i < 3; i++) {
        uint32_t own = crender_table_bits(tables[i]), brightest = crender_table_greatest(tables[i]);
        bits = own > bits ? own : bits;
        greatest = brightest > greatest ? brightest : greatest;
    }
    return bits > 8 && greatest < 256 ? 8 : bits;
}

static uint8_t level(const crender_table *table, uint32_t bits, double stored) {
    uint32_t entry = crender_table_entry(table, stored);
    if (bits >= 8) return (uint8_t)(entry >> (bits - 8));
    uint32_t top = (1u << bits) - 1;
    return (uint8_t)((entry * 255 + top / 2) / top);
}

static colour colour_of(
    const crender_palette *palette, uint32_t bits, const crender_grey_chain *grey, double stored) {
    if (palette->is_supplemental && stored < palette->red.first) {
        uint8_t shade = (uint8_t)crender_grey_level(grey, stored);
        return (colour){shade, shade, shade};
    }
    return (colour){level(&palette->red, bits, stored), level(&palette->green, bits, stored),
                    level(&palette->blue, bits, stored)};
}

int crender_render_palette(
    const crender_cells *cells, const crender_palette *palette, const crender_grey_chain *grey, crender_rectangle part,
    uint8_t *colours, char *message) {
    if (!crender_cells_are_narrow(cells))
        return crender_fail(message, CRENDER_UNSUPPORTED, "a palette needs integer pixels of at most 16 bits");
    int status = check_palette(palette, message);
    if (status != CRENDER_OK) return status;

    colour *table = malloc(CODES * sizeof *table);
    if (!table) return crender_fail_memory(message, CODES * sizeof *table);
    crender_code_range range = crender_find_code_range(cells, (crender_exclusion){1, 0});
    uint32_t bits = palette_bits(palette);
    for (uint32_t code = range.least; code <= range.greatest; code++)
        table[code] = colour_of(palette, bits, grey, cells->lowest + code);

    uint16_t codes[CHUNK];
    for (uint32_t row = 0; row < part.height; row++) {
        size_t start = (size_t)(part.y + row) * cells->columns + part.x;
        for (size_t done = 0; done < part.width; done += CHUNK) {
            size_t count = part.width - done < CHUNK ? part.width - done : CHUNK;
            crender_cells_read_codes(cells, start + done, count, codes);
            for (size_t i = 0; i < count; i++, colours += 3) memcpy(colours, &table[codes[i]], 3);
        }
    }
    free(table);
    return CRENDER_OK;
}
