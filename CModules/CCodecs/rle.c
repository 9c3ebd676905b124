/// RLE Lossless (PS3.5 Annex G): each byte of each sample is a plane, and each plane a segment of PackBits runs.
#include <stdlib.h>
#include <string.h>

#include "codec.h"

enum {
    HEADER_LENGTH = 64,
    MOST_SEGMENTS = 15,
    LONGEST_RUN = 128,
    /// Short runs are written as one fixed block of this size; the planes have as much room behind them.
    BLOCK = 16,
    SLACK = 128 + BLOCK,
};

static uint32_t load32(const uint8_t *bytes) {
    return bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static void store32(uint8_t *bytes, uint32_t value) {
    for (int i = 0; i < 4; i++) bytes[i] = (uint8_t)(value >> (8 * i));
}

/// Unpacks runs (G.3.2) until the plane is full, and answers how many bytes of it there are. Up to SLACK bytes behind the plane
/// are scribbled on.
static size_t unpack_segment(const uint8_t *in, const uint8_t *end, uint8_t *plane, size_t plane_length) {
    size_t made = 0;
    while (made < plane_length && in < end) {
        size_t control = *in++;
        if (control == 128) continue;
        bool is_literal = control < 128;
        size_t length = is_literal ? control + 1 : 257 - control;
        size_t left = (size_t)(end - in);
        if (is_literal && length > left) length = left;
        if (!is_literal && left == 0) break;
        if (length > plane_length - made) length = plane_length - made;
        if (is_literal) {
            if (length <= BLOCK && left >= BLOCK) memcpy(plane + made, in, BLOCK);
            else memcpy(plane + made, in, length);
            in += length;
        } else {
            if (length <= BLOCK) memset(plane + made, *in, BLOCK);
            else memset(plane + made, *in, length);
            in++;
        }
        made += length;
    }
    return made;
}

/// Merges the byte planes of one sample, most significant first, into little endian cells that are `stride` bytes apart.
static void merge_planes(const uint8_t *planes, size_t pixel_count, uint32_t cell_bytes, uint8_t *cells, size_t stride) {
    if (cell_bytes == 2 && stride == 2) {
        const uint8_t *high = planes, *low = planes + pixel_count;
        for (size_t i = 0; i < pixel_count; i++) {
            cells[2 * i] = low[i];
            cells[2 * i + 1] = high[i];
        }
        return;
    }
    for (uint32_t byte = 0; byte < cell_bytes; byte++) {
        const uint8_t *plane = planes + (size_t)(cell_bytes - 1 - byte) * pixel_count;
        for (size_t i = 0; i < pixel_count; i++) cells[i * stride + byte] = plane[i];
    }
}

/// The planes to cells, colour by plane or by pixel as the header has it.
static void arrange_cells(const uint8_t *planes, const ccodecs_frame_info *info, uint8_t *out) {
    size_t pixel_count = (size_t)info->rows * info->columns;
    uint32_t cell_bytes = info->bits_allocated / 8, samples = info->samples_per_pixel;
    bool planar = info->planar_configuration == 1;
    for (uint32_t sample = 0; sample < samples; sample++) {
        size_t plane_start = (size_t)sample * pixel_count * cell_bytes;
        uint8_t *target = planar ? out + plane_start : out + (size_t)sample * cell_bytes;
        merge_planes(planes + plane_start, pixel_count, cell_bytes, target, planar ? cell_bytes : (size_t)cell_bytes * samples);
    }
}

static int check_layout(const ccodecs_frame_info *info, ccodecs_report *report) {
    if (info->bits_allocated < 8 || info->bits_allocated / 8 * info->samples_per_pixel > MOST_SEGMENTS)
        return ccodecs_fail(
            report, CCODECS_UNSUPPORTED, "RLE has no segments for %u samples of %u bits", info->samples_per_pixel,
            info->bits_allocated);
    return CCODECS_OK;
}

int ccodecs_rle_decode(ccodecs_input input, ccodecs_frame_info *info, ccodecs_output *output, ccodecs_report *report) {
    int status = check_layout(info, report);
    if (status != CCODECS_OK) return status;
    if (info->photometric == CCODECS_YBR_FULL_422) info->photometric = CCODECS_YBR_FULL;
    size_t pixel_count = (size_t)info->rows * info->columns;
    uint32_t wanted = info->bits_allocated / 8 * info->samples_per_pixel;
    if (input.length < HEADER_LENGTH)
        return ccodecs_fail(report, CCODECS_CORRUPT, "the RLE header has %zu bytes of 64", input.length);
    uint32_t segments = load32(input.bytes);
    if (segments != wanted)
        return ccodecs_fail(report, CCODECS_CORRUPT, "%u RLE segments where the header asks for %u", segments, wanted);
    output->length = pixel_count * wanted;
    if (output->length > output->capacity)
        return ccodecs_fail(
            report, CCODECS_BUFFER_TOO_SMALL, "the frame needs %zu bytes, the buffer has %zu", output->length, output->capacity);
    uint8_t *planes = malloc(output->length + SLACK);
    if (!planes) return ccodecs_fail(report, CCODECS_INTERNAL, "no memory for %zu bytes", output->length);
    for (uint32_t i = 0; i < segments && status == CCODECS_OK; i++) {
        size_t start = load32(input.bytes + 4 + 4 * i);
        size_t end = i + 1 < segments ? load32(input.bytes + 8 + 4 * i) : input.length;
        if (start < HEADER_LENGTH || start > end || end > input.length) {
            status = ccodecs_fail(report, CCODECS_CORRUPT, "RLE segment %u runs from byte %zu to %zu of %zu", i + 1, start, end, input.length);
            break;
        }
        size_t made = unpack_segment(input.bytes + start, input.bytes + end, planes + i * pixel_count, pixel_count);
        if (made < pixel_count)
            status = ccodecs_fail(report, CCODECS_CORRUPT, "RLE segment %u ends after %zu of %zu bytes", i + 1, made, pixel_count);
    }
    if (status == CCODECS_OK) arrange_cells(planes, info, output->bytes);
    free(planes);
    return status;
}

/// Packs one row (G.3.1 keeps runs within a row). Two equal bytes are no gain within a literal, so a run has three or more.
static uint8_t *pack_row(const uint8_t *row, size_t length, uint8_t *out) {
    size_t i = 0;
    while (i < length) {
        size_t run = 1;
        while (i + run < length && run < LONGEST_RUN && row[i + run] == row[i]) run++;
        if (run >= 3 || (run == 2 && i + 2 == length)) {
            *out++ = (uint8_t)(257 - run);
            *out++ = row[i];
            i += run;
            continue;
        }
        size_t start = i;
        i += run;
        while (i < length && i - start < LONGEST_RUN
               && !(i + 2 < length && row[i] == row[i + 1] && row[i] == row[i + 2]))
            i++;
        if (i - start > LONGEST_RUN) i = start + LONGEST_RUN;
        *out++ = (uint8_t)(i - start - 1);
        memcpy(out, row + start, i - start);
        out += i - start;
    }
    return out;
}

int ccodecs_rle_encode(const uint8_t *pixels, ccodecs_frame_info *info, ccodecs_buffer *buffer, ccodecs_report *report) {
    int status = check_layout(info, report);
    if (status != CCODECS_OK) return status;
    size_t rows = info->rows, columns = info->columns;
    uint32_t cell_bytes = info->bits_allocated / 8, samples = info->samples_per_pixel, segments = cell_bytes * samples;
    bool planar = info->planar_configuration == 1;
    size_t stride = planar ? cell_bytes : (size_t)cell_bytes * samples;
    // A row of literals costs one control byte in 128; a segment may gain one byte of padding.
    size_t worst_segment = rows * (columns + columns / LONGEST_RUN + 1) + 1;
    uint8_t *row = malloc(columns);
    if (!row || !ccodecs_buffer_reserve(buffer, HEADER_LENGTH + segments * worst_segment)) {
        free(row);
        return ccodecs_fail(report, CCODECS_INTERNAL, "no memory for %zu bytes", segments * worst_segment);
    }
    memset(buffer->bytes, 0, HEADER_LENGTH);
    store32(buffer->bytes, segments);
    uint8_t *out = buffer->bytes + HEADER_LENGTH;
    for (uint32_t segment = 0; segment < segments && status == CCODECS_OK; segment++) {
        uint32_t sample = segment / cell_bytes, byte = cell_bytes - 1 - segment % cell_bytes;
        size_t first = (planar ? rows * columns * sample * cell_bytes : (size_t)sample * cell_bytes) + byte;
        size_t offset = (size_t)(out - buffer->bytes);
        if (offset > UINT32_MAX) {
            status = ccodecs_fail(report, CCODECS_UNSUPPORTED, "an RLE frame of more than 4 GB");
            break;
        }
        store32(buffer->bytes + 4 + 4 * segment, (uint32_t)offset);
        for (size_t y = 0; y < rows; y++) {
            const uint8_t *source = pixels + first + y * columns * stride;
            for (size_t x = 0; x < columns; x++) row[x] = source[x * stride];
            out = pack_row(row, columns, out);
        }
        if ((size_t)(out - buffer->bytes) % 2 != 0) *out++ = 0;
    }
    buffer->length = (size_t)(out - buffer->bytes);
    free(row);
    return status;
}
