#include "picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "sheet.h"

enum { GREATEST_PIXELS = 100000000, GREATEST_SIDE = 32767 };

bool cpaper_picture_fits(uint64_t width, uint64_t height) {
    return width && height && width <= GREATEST_SIDE && height <= GREATEST_SIDE && width * height <= GREATEST_PIXELS;
}

/// Cairo wants colour multiplied by opacity.
static uint32_t premultiplied(const uint8_t *rgba) {
    uint32_t alpha = rgba[3];
    uint32_t red = (rgba[0] * alpha + 127) / 255, green = (rgba[1] * alpha + 127) / 255, blue = (rgba[2] * alpha + 127) / 255;
    return alpha << 24 | red << 16 | green << 8 | blue;
}

static int read_rgba(const cpaper_picture *picture, cairo_surface_t **surface, char *message) {
    if (!cpaper_picture_fits(picture->width, picture->height))
        return cpaper_fail(message, CPAPER_TOO_LARGE, "a picture of %u × %u pixels", picture->width, picture->height);
    if (picture->length != 4 * (size_t)picture->width * picture->height)
        return cpaper_fail(
            message, CPAPER_BAD_ARGUMENT, "%zu bytes for %u × %u pixels", picture->length, picture->width, picture->height);
    cairo_surface_t *made = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)picture->width, (int)picture->height);
    uint8_t *pixels = cairo_image_surface_get_data(made);
    if (!pixels) return cpaper_fail(message, CPAPER_NO_MEMORY, "no memory for a picture");
    size_t stride = (size_t)cairo_image_surface_get_stride(made);
    for (uint32_t row = 0; row < picture->height; row++) {
        const uint8_t *from = picture->data + 4 * (size_t)picture->width * row;
        for (uint32_t column = 0; column < picture->width; column++) {
            uint32_t pixel = premultiplied(from + 4 * (size_t)column);
            memcpy(pixels + row * stride + 4 * (size_t)column, &pixel, sizeof pixel);
        }
    }
    cairo_surface_mark_dirty(made);
    *surface = made;
    return CPAPER_OK;
}

typedef struct {
    const uint8_t *next;
    size_t left;
} reader;

static cairo_status_t read_some(void *closure, unsigned char *data, unsigned int length) {
    reader *from = closure;
    if (length > from->left) return CAIRO_STATUS_READ_ERROR;
    memcpy(data, from->next, length);
    from->next += length;
    from->left -= length;
    return CAIRO_STATUS_SUCCESS;
}

static uint32_t get32(const uint8_t *from) {
    return (uint32_t)from[0] << 24 | (uint32_t)from[1] << 16 | (uint32_t)from[2] << 8 | from[3];
}

static int read_png(const cpaper_picture *picture, cairo_surface_t **surface, char *message) {
    // Signature, length and type of IHDR, width, height: Cairo itself sets no limit.
    if (picture->length < 24 || memcmp(picture->data, "\x89PNG\r\n\x1a\n", 8) != 0)
        return cpaper_fail(message, CPAPER_CORRUPT, "no PNG: the signature is missing");
    uint32_t width = get32(picture->data + 16), height = get32(picture->data + 20);
    if (!cpaper_picture_fits(width, height))
        return cpaper_fail(message, CPAPER_TOO_LARGE, "a PNG of %u × %u pixels", width, height);
    reader from = {picture->data, picture->length};
    cairo_surface_t *decoded = cairo_image_surface_create_from_png_stream(read_some, &from);
    cairo_status_t status = cairo_surface_status(decoded);
    if (status == CAIRO_STATUS_SUCCESS) {
        *surface = decoded;
        return CPAPER_OK;
    }
    cairo_surface_destroy(decoded);
    return cpaper_fail(message, CPAPER_CORRUPT, "a PNG that cannot be read: %s", cairo_status_to_string(status));
}

static int read_picture(const cpaper_picture *picture, cairo_surface_t **surface, char *message) {
    switch (picture->format) {
    case CPAPER_RGBA: return read_rgba(picture, surface, message);
    case CPAPER_JPEG_FILE: return cpaper_read_jpeg(picture, surface, message);
    case CPAPER_PNG_FILE: return read_png(picture, surface, message);
    }
    return cpaper_fail(message, CPAPER_BAD_ARGUMENT, "no such picture format");
}

/// Lets a PDF carry the JPEG itself instead of its pixels.
static void attach_jpeg(cairo_surface_t *surface, const cpaper_picture *picture) {
    uint8_t *copy = malloc(picture->length);
    if (!copy) return;
    memcpy(copy, picture->data, picture->length);
    if (cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_JPEG, copy, picture->length, free, copy) != CAIRO_STATUS_SUCCESS)
        free(copy);
}

int cpaper_draw_picture(
    cpaper_sheet *sheet, const cpaper_picture *picture, double x, double y, double width, double height, char *message) {
    if (!(width > 0 && height > 0)) return CPAPER_OK;
    cairo_surface_t *surface = NULL;
    int status = read_picture(picture, &surface, message);
    if (status != CPAPER_OK) return status;
    if (picture->format == CPAPER_JPEG_FILE) attach_jpeg(surface, picture);
    cairo_t *cairo = sheet->cairo;
    cairo_save(cairo);
    cairo_translate(cairo, x, y);
    cairo_scale(cairo, width / cairo_image_surface_get_width(surface), height / cairo_image_surface_get_height(surface));
    cairo_set_source_surface(cairo, surface, 0, 0);
    // Pixels at the edge would fade into nothing; in a PDF the viewer sees to that, and an extended picture would lose its JPEG.
    bool is_raster = sheet->kind == CPAPER_PNG || sheet->kind == CPAPER_JPEG;
    cairo_pattern_set_extend(cairo_get_source(cairo), is_raster ? CAIRO_EXTEND_PAD : CAIRO_EXTEND_NONE);
    cairo_pattern_set_filter(cairo_get_source(cairo), picture->is_sharp ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD);
    cairo_rectangle(cairo, 0, 0, cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface));
    cairo_fill(cairo);
    cairo_restore(cairo);
    cairo_surface_destroy(surface);
    return CPAPER_OK;
}
