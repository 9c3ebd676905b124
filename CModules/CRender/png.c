// PNG (ISO/IEC 15948): signature, IHDR, one IDAT, IEND. Each row is filtered by a fixed rule and compressed by zlib at its fastest.
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "crender_encode.h"
#include "fail.h"

enum {
    SIGNATURE_LENGTH = 8,
    /// Length, type and checksum around the data of a chunk.
    CHUNK_OVERHEAD = 12,
    HEADER_LENGTH = 13,
    GREATEST_CHUNK = 0x7fffffff,
    FILTER_SUB = 1,
    FILTER_UP = 2
};

static uint8_t *put32(uint8_t *to, uint32_t value) {
    to[0] = (uint8_t)(value >> 24);
    to[1] = (uint8_t)(value >> 16);
    to[2] = (uint8_t)(value >> 8);
    to[3] = (uint8_t)value;
    return to + 4;
}

/// Frames `length` bytes, already at `chunk + 8`, as a chunk; returns the place behind it.
static uint8_t *close_chunk(uint8_t *chunk, const char type[4], size_t length) {
    put32(chunk, (uint32_t)length);
    memcpy(chunk + 4, type, 4);
    uint32_t checksum = (uint32_t)crc32(0, chunk + 4, (uInt)(length + 4));
    return put32(chunk + 8 + length, checksum);
}

static uint8_t *put_header(uint8_t *to, const crender_picture *picture) {
    uint8_t *data = put32(put32(to + 8, picture->width), picture->height);
    data[0] = (uint8_t)picture->bits;
    data[1] = picture->channels == 1 ? 0 : 2;
    // Compression, filter method and interlace: the only ones there are, and none.
    memset(data + 2, 0, 3);
    return close_chunk(to, "IHDR", HEADER_LENGTH);
}

/// 16-bit samples go most significant byte first.
static void load_row(const crender_picture *picture, uint32_t row, size_t row_length, uint8_t *bytes) {
    const uint8_t *from = picture->data + row * row_length;
    if (picture->bits == 8) {
        memcpy(bytes, from, row_length);
        return;
    }
    for (size_t i = 0; i < row_length; i += 2) {
        uint16_t sample;
        memcpy(&sample, from + i, sizeof sample);
        bytes[i] = (uint8_t)(sample >> 8);
        bytes[i + 1] = (uint8_t)sample;
    }
}

/// The first row is coded by differences from the left, every other one by differences from above.
static void filter_row(const uint8_t *bytes, const uint8_t *above, size_t length, size_t bytes_per_pixel, uint8_t *filtered) {
    filtered[0] = above ? FILTER_UP : FILTER_SUB;
    if (above) {
        for (size_t i = 0; i < length; i++) filtered[1 + i] = (uint8_t)(bytes[i] - above[i]);
        return;
    }
    for (size_t i = 0; i < length; i++)
        filtered[1 + i] = (uint8_t)(bytes[i] - (i < bytes_per_pixel ? 0 : bytes[i - bytes_per_pixel]));
}

/// Deflates the filtered rows; `rows` has room for two of them and a filtered one. Returns zlib's status.
static int deflate_rows(
    const crender_picture *picture, size_t row_length, uint8_t *rows, z_stream *stream) {
    uint8_t *current = rows, *above = rows + row_length, *filtered = rows + 2 * row_length;
    size_t bytes_per_pixel = (size_t)picture->channels * (picture->bits / 8);
    int status = Z_OK;
    for (uint32_t row = 0; row < picture->height && status == Z_OK; row++) {
        load_row(picture, row, row_length, current);
        filter_row(current, row ? above : NULL, row_length, bytes_per_pixel, filtered);
        stream->next_in = filtered;
        stream->avail_in = (uInt)(row_length + 1);
        status = deflate(stream, row + 1 == picture->height ? Z_FINISH : Z_NO_FLUSH);
        uint8_t *swapped = current;
        current = above;
        above = swapped;
    }
    return status;
}

static int write_image(
    const crender_picture *picture, size_t row_length, uint8_t *to, size_t room, size_t *length, char *message) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    uint8_t *rows = malloc(3 * row_length + 1);
    if (!rows) return crender_fail_memory(message, 3 * row_length + 1);
    // Differences of grey seldom repeat but for runs: looking for runs alone is faster and packs better. Drawn colour does repeat.
    int strategy = picture->channels == 1 ? Z_RLE : Z_FILTERED;
    int status = deflateInit2(&stream, 1, Z_DEFLATED, 15, 8, strategy);
    if (status == Z_OK) {
        stream.next_out = to;
        stream.avail_out = (uInt)room;
        status = deflate_rows(picture, row_length, rows, &stream);
        *length = stream.total_out;
        deflateEnd(&stream);
    }
    free(rows);
    return status == Z_STREAM_END ? CRENDER_OK : crender_fail(message, CRENDER_INTERNAL, "zlib says %d", status);
}

int crender_png(const crender_picture *picture, crender_file *file, char *message) {
    *file = (crender_file){NULL, 0};
    bool is_possible = (picture->bits == 8 && (picture->channels == 1 || picture->channels == 3))
        || (picture->bits == 16 && picture->channels == 1);
    if (!picture->data || !is_possible || picture->width == 0 || picture->height == 0)
        return crender_fail(message, CRENDER_UNSUPPORTED, "no PNG for %u channels of %u bits", picture->channels, picture->bits);

    size_t row_length = (size_t)picture->width * picture->channels * (picture->bits / 8);
    size_t room = compressBound((uLong)((row_length + 1) * picture->height));
    if (room > GREATEST_CHUNK)
        return crender_fail(message, CRENDER_TOO_LARGE, "%u × %u pixels pass one PNG chunk", picture->width, picture->height);
    size_t capacity = SIGNATURE_LENGTH + 3 * CHUNK_OVERHEAD + HEADER_LENGTH + room;
    uint8_t *data = malloc(capacity);
    if (!data) return crender_fail_memory(message, capacity);

    static const uint8_t signature[SIGNATURE_LENGTH] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    memcpy(data, signature, SIGNATURE_LENGTH);
    uint8_t *chunk = put_header(data + SIGNATURE_LENGTH, picture);
    size_t compressed = 0;
    int status = write_image(picture, row_length, chunk + 8, room, &compressed, message);
    if (status != CRENDER_OK) {
        free(data);
        return status;
    }
    chunk = close_chunk(chunk, "IDAT", compressed);
    chunk = close_chunk(chunk, "IEND", 0);
    *file = (crender_file){data, (size_t)(chunk - data)};
    return CRENDER_OK;
}
