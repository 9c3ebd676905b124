#include "render_colour.h"

#include <string.h>

#include "ybr.h"

enum { CHUNK = 1024 };

static void read_planar(const crender_cells *cells, size_t first, size_t count, uint8_t *colours) {
    size_t plane = (size_t)cells->rows * cells->columns;
    uint8_t levels[CHUNK];
    for (size_t done = 0; done < count; done += CHUNK) {
        size_t part = count - done < CHUNK ? count - done : CHUNK;
        for (size_t sample = 0; sample < 3; sample++) {
            crender_cells_read_eight(cells, sample * plane + first + done, part, levels);
            for (size_t i = 0; i < part; i++) colours[3 * (done + i) + sample] = levels[i];
        }
    }
}

/// Two pixels share Cb and Cr, which belong to the left one (PS3.3 C.7.6.3.1.2, YBR_FULL_422).
static void read_subsampled(const crender_cells *cells, size_t first, size_t count, uint8_t *colours) {
    for (size_t i = 0; i < count; i++) {
        size_t pixel = first + i;
        const unsigned char *pair = cells->bytes + pixel / 2 * 4;
        colours[3 * i] = pair[pixel % 2];
        colours[3 * i + 1] = pair[2];
        colours[3 * i + 2] = pair[3];
    }
}

void crender_render_colour(
    const crender_cells *cells, crender_photometric photometric, crender_rectangle part, uint8_t *colours) {
    crender_ybr equations;
    bool is_ybr = photometric == CRENDER_YBR_FULL || photometric == CRENDER_YBR_PARTIAL;
    if (photometric == CRENDER_YBR_FULL) crender_ybr_full(&equations);
    if (photometric == CRENDER_YBR_PARTIAL) crender_ybr_partial(&equations);

    for (uint32_t row = 0; row < part.height; row++) {
        size_t first = (size_t)(part.y + row) * cells->columns + part.x;
        uint8_t *line = colours + (size_t)row * part.width * 3;
        if (cells->is_subsampled) read_subsampled(cells, first, part.width, line);
        else if (cells->is_planar) read_planar(cells, first, part.width, line);
        else crender_cells_read_eight(cells, first * 3, (size_t)part.width * 3, line);
        if (is_ybr) crender_ybr_convert(&equations, line, part.width);
    }
}
