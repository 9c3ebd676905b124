#include "render_grey.h"

#include <stdlib.h>

#include "fail.h"
#include "tally.h"
#include "window.h"

enum { CHUNK = 1024, CODES = 65536 };

/// A rectangle as wide as the frame is one long row.
static crender_rectangle joined(const crender_cells *cells, crender_rectangle part, size_t *row_length) {
    *row_length = part.width;
    if (part.width == cells->columns) {
        *row_length = (size_t)part.width * part.height;
        part.height = 1;
    }
    return part;
}

static inline void store_level(void *levels, bool is_deep, size_t index, uint32_t level) {
    if (is_deep) ((uint16_t *)levels)[index] = (uint16_t)level;
    else ((uint8_t *)levels)[index] = (uint8_t)level;
}

static void render_windowed(
    const crender_cells *cells, const crender_window *window, crender_rectangle part, uint8_t *levels) {
    size_t length;
    part = joined(cells, part, &length);
    for (uint32_t row = 0; row < part.height; row++) {
        size_t first = (size_t)(part.y + row) * cells->columns + part.x;
        crender_window_apply(window, cells->bytes + 2 * first, length, levels + row * length);
    }
}

/// The chain for each code that occurs, then one look-up a pixel.
static int render_tabled(
    const crender_cells *cells, const crender_grey_chain *chain, crender_code_range range, crender_rectangle part, void *levels,
    char *message) {
    bool is_deep = chain->top > 255;
    void *table = malloc(CODES * sizeof(uint16_t));
    if (!table) return crender_fail_memory(message, CODES * sizeof(uint16_t));
    for (uint32_t code = range.least; code <= range.greatest; code++)
        store_level(table, is_deep, code, crender_grey_level(chain, cells->lowest + code));

    uint16_t codes[CHUNK];
    size_t length, written = 0;
    part = joined(cells, part, &length);
    for (uint32_t row = 0; row < part.height; row++) {
        size_t start = (size_t)(part.y + row) * cells->columns + part.x;
        for (size_t done = 0; done < length; done += CHUNK) {
            size_t count = length - done < CHUNK ? length - done : CHUNK;
            crender_cells_read_codes(cells, start + done, count, codes);
            if (is_deep)
                for (size_t i = 0; i < count; i++) ((uint16_t *)levels)[written + i] = ((uint16_t *)table)[codes[i]];
            else
                for (size_t i = 0; i < count; i++) ((uint8_t *)levels)[written + i] = ((uint8_t *)table)[codes[i]];
            written += count;
        }
    }
    free(table);
    return CRENDER_OK;
}

static void render_each(const crender_cells *cells, const crender_grey_chain *chain, crender_rectangle part, void *levels) {
    bool is_deep = chain->top > 255;
    double stored[CHUNK];
    size_t length, written = 0;
    part = joined(cells, part, &length);
    for (uint32_t row = 0; row < part.height; row++) {
        size_t start = (size_t)(part.y + row) * cells->columns + part.x;
        for (size_t done = 0; done < length; done += CHUNK) {
            size_t count = length - done < CHUNK ? length - done : CHUNK;
            crender_cells_read_values(cells, start + done, count, stored);
            for (size_t i = 0; i < count; i++)
                store_level(levels, is_deep, written + i, crender_grey_level(chain, stored[i]));
            written += count;
        }
    }
}

int crender_render_grey(
    const crender_cells *cells, const crender_grey_chain *chain, crender_rectangle part, void *levels, char *message) {
    crender_window window;
    if (crender_window_fit(chain, cells, &window)) {
        render_windowed(cells, &window, part, levels);
        return CRENDER_OK;
    }
    if (crender_cells_are_narrow(cells)) {
        crender_code_range range = crender_find_code_range(cells, (crender_exclusion){1, 0});
        if (range.greatest - range.least < (uint64_t)part.width * part.height)
            return render_tabled(cells, chain, range, part, levels, message);
    }
    render_each(cells, chain, part, levels);
    return CRENDER_OK;
}
