// PNG (ISO/IEC 15948): IHDR, pHYs, one IDAT, IEND. Rows are coded by differences from above: drawings repeat downwards.
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "bytes.h"
#include "fail.h"
#include "raster.h"

enum { FILTER_UP = 2 };

static void put32(uint8_t *to, uint32_t value) {
    to[0] = (uint8_t)(value >> 24);
    to[1] = (uint8_t)(value >> 16);
    to[2] = (uint8_t)(value >> 8);
    to[3] = (uint8_t)value;
}

static bool append_chunk(cpaper_bytes *file, const char type[4], const uint8_t *data, uint32_t length) {
    uint8_t head[8], tail[4];
    put32(head, length);
    memcpy(head + 4, type, 4);
    uLong checksum = crc32(0, head + 4, 4);
    // zlib takes a null pointer for the question of the first value.
    if (length) checksum = crc32(checksum, data, length);
    put32(tail, (uint32_t)checksum);
    return cpaper_append(file, head, sizeof head) && cpaper_append(file, data, length) && cpaper_append(file, tail, sizeof tail);
}

static bool append_header(cpaper_bytes *file, uint32_t width, uint32_t height, double resolution) {
    static const uint8_t signature[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    uint8_t header[13] = {0}, density[9] = {0};
    put32(header, width);
    put32(header + 4, height);
    // 8 bits of red, green and blue.
    header[8] = 8;
    header[9] = 2;
    uint32_t per_metre = (uint32_t)lround(resolution / 0.0254);
    put32(density, per_metre);
    put32(density + 4, per_metre);
    density[8] = 1;
    return cpaper_append(file, signature, sizeof signature) && append_chunk(file, "IHDR", header, sizeof header)
        && append_chunk(file, "pHYs", density, sizeof density);
}

static void load_row(const uint8_t *pixels, uint32_t width, uint8_t *bytes) {
    for (uint32_t column = 0; column < width; column++) {
        uint32_t pixel;
        memcpy(&pixel, pixels + 4 * (size_t)column, sizeof pixel);
        bytes[3 * column] = (uint8_t)(pixel >> 16);
        bytes[3 * column + 1] = (uint8_t)(pixel >> 8);
        bytes[3 * column + 2] = (uint8_t)pixel;
    }
}

/// Deflates all rows into `packed`; `rows` holds a row, the one above and a filtered one. Returns zlib's status.
static int deflate_rows(cairo_surface_t *page, uint8_t *rows, size_t row_length, z_stream *stream) {
    uint32_t width = (uint32_t)cairo_image_surface_get_width(page), height = (uint32_t)cairo_image_surface_get_height(page);
    const uint8_t *pixels = cairo_image_surface_get_data(page);
    size_t stride = (size_t)cairo_image_surface_get_stride(page);
    uint8_t *current = rows, *above = rows + row_length, *filtered = rows + 2 * row_length;
    memset(above, 0, row_length);
    int status = Z_OK;
    for (uint32_t row = 0; row < height && status == Z_OK; row++) {
        load_row(pixels + row * stride, width, current);
        filtered[0] = FILTER_UP;
        for (size_t i = 0; i < row_length; i++) filtered[1 + i] = (uint8_t)(current[i] - above[i]);
        stream->next_in = filtered;
        stream->avail_in = (uInt)(row_length + 1);
        status = deflate(stream, row + 1 == height ? Z_FINISH : Z_NO_FLUSH);
        uint8_t *swapped = current;
        current = above;
        above = swapped;
    }
    return status;
}

/// The data of IDAT in memory that the caller frees; null when there is none.
static uint8_t *pack(cairo_surface_t *page, uint32_t *length) {
    size_t row_length = 3 * (size_t)cairo_image_surface_get_width(page);
    size_t room = compressBound((row_length + 1) * (size_t)cairo_image_surface_get_height(page));
    uint8_t *rows = malloc(3 * row_length + 1), *packed = room <= INT32_MAX ? malloc(room) : NULL;
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    bool is_ready = rows && packed && deflateInit2(&stream, 2, Z_DEFLATED, 15, 9, Z_DEFAULT_STRATEGY) == Z_OK;
    stream.next_out = packed;
    stream.avail_out = (uInt)room;
    bool is_packed = is_ready && deflate_rows(page, rows, row_length, &stream) == Z_STREAM_END;
    *length = (uint32_t)stream.total_out;
    if (is_ready) deflateEnd(&stream);
    free(rows);
    if (is_packed) return packed;
    free(packed);
    return NULL;
}

int cpaper_write_png(cairo_surface_t *page, double resolution, cpaper_file *file, char *message) {
    cairo_surface_flush(page);
    uint32_t length;
    uint8_t *packed = pack(page, &length);
    cpaper_bytes bytes = {NULL, 0, 0};
    uint32_t width = (uint32_t)cairo_image_surface_get_width(page), height = (uint32_t)cairo_image_surface_get_height(page);
    bool is_written = packed && append_header(&bytes, width, height, resolution) && append_chunk(&bytes, "IDAT", packed, length)
        && append_chunk(&bytes, "IEND", NULL, 0);
    free(packed);
    if (!is_written) {
        free(bytes.data);
        return cpaper_fail(message, CPAPER_NO_MEMORY, "no memory for a PNG of %u × %u pixels", width, height);
    }
    *file = (cpaper_file){bytes.data, bytes.length};
    return CPAPER_OK;
}
