#include "burn.h"

#include "fail.h"

int crender_overlay_check(const crender_overlay *overlay, const crender_source *source, char *message) {
    if (overlay->rows < 1 || overlay->rows > 65535 || overlay->columns < 1 || overlay->columns > 65535)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "an overlay of %u columns and %u rows", overlay->columns, overlay->rows);
    if (!overlay->bits) {
        bool has_cells = source->kind == CRENDER_INTEGER && source->samples == 1 && source->bits_allocated >= 8;
        if (!has_cells || overlay->embedded_bit >= source->bits_allocated)
            return crender_fail(message, CRENDER_BAD_ARGUMENT, "an overlay in bit %u of cells of %u bits", overlay->embedded_bit,
                                source->bits_allocated);
        if (overlay->rows != source->rows || overlay->columns != source->columns)
            return crender_fail(message, CRENDER_BAD_ARGUMENT, "an overlay in the pixel cells must be as large as the image");
        return CRENDER_OK;
    }
    uint64_t required = (uint64_t)overlay->rows * overlay->columns;
    if (overlay->bit_offset / 8 > overlay->length || (overlay->bit_offset + required + 7) / 8 > overlay->length)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "an overlay of %u × %u bits from bit %llu on has %zu bytes",
                            overlay->columns, overlay->rows, (unsigned long long)overlay->bit_offset, overlay->length);
    return CRENDER_OK;
}

static bool is_set(const crender_overlay *overlay, const crender_source *source, uint64_t index) {
    const uint8_t *bits = overlay->bits;
    uint64_t bit = overlay->bit_offset + index;
    if (!bits) {
        bits = source->pixels;
        bit = index * source->bits_allocated + overlay->embedded_bit;
    }
    return bits[bit / 8] >> (bit % 8) & 1;
}

static void paint(const crender_overlay *overlay, crender_picture *picture, size_t pixel) {
    if (picture->bits == 16) {
        ((uint16_t *)(void *)picture->data)[pixel] = (uint16_t)(overlay->red * 257);
    } else if (picture->channels == 1) {
        picture->data[pixel] = overlay->red;
    } else {
        picture->data[3 * pixel] = overlay->red;
        picture->data[3 * pixel + 1] = overlay->green;
        picture->data[3 * pixel + 2] = overlay->blue;
    }
}

void crender_overlay_burn(
    const crender_overlay *overlay, const crender_source *source, crender_rectangle part, crender_picture *picture) {
    for (uint32_t row = 0; row < overlay->rows; row++) {
        int64_t y = (int64_t)row + overlay->origin_row - 1 - part.y;
        if (y < 0 || y >= part.height) continue;
        for (uint32_t column = 0; column < overlay->columns; column++) {
            int64_t x = (int64_t)column + overlay->origin_column - 1 - part.x;
            if (x < 0 || x >= part.width || !is_set(overlay, source, (uint64_t)row * overlay->columns + column)) continue;
            paint(overlay, picture, (size_t)y * part.width + (size_t)x);
        }
    }
}
