/// The bookkeeping of one frame: its length, its cells, and the gate that every codestream passes.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codec.h"

int ccodecs_fail(ccodecs_report *report, int status, const char *format, ...) {
    if (!report->text || report->capacity == 0) return status;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(report->text, report->capacity, format, arguments);
    va_end(arguments);
    return status;
}

size_t ccodecs_frame_length(const ccodecs_frame_info *info) {
    bool cell = info->bits_allocated == 1 || info->bits_allocated == 8 || info->bits_allocated == 16
        || info->bits_allocated == 32 || info->bits_allocated == 64;
    // Rows and Columns are US (PS3.6), so the largest frame is far from 2^64 bits.
    if (!cell || info->rows < 1 || info->rows > 65535 || info->columns < 1 || info->columns > 65535
        || info->samples_per_pixel < 1 || info->samples_per_pixel > 4)
        return 0;
    size_t pixels = (size_t)info->rows * info->columns;
    if (info->bits_allocated == 1) return (pixels * info->samples_per_pixel + 7) / 8;
    bool subsampled = info->samples_per_pixel == 3
        && (info->photometric == CCODECS_YBR_FULL_422 || info->photometric == CCODECS_YBR_PARTIAL_422);
    return (subsampled ? pixels * 2 : pixels * info->samples_per_pixel) * (info->bits_allocated / 8);
}

int ccodecs_settle_frame(
    const ccodecs_codestream *codestream, ccodecs_frame_info *info, ccodecs_output *output, ccodecs_report *report) {
    if (codestream->rows != info->rows || codestream->columns != info->columns)
        return ccodecs_fail(
            report, CCODECS_CORRUPT, "the codestream is %u x %u pixels, the header says %u x %u", codestream->columns,
            codestream->rows, info->columns, info->rows);
    if (codestream->components != info->samples_per_pixel)
        return ccodecs_fail(
            report, CCODECS_CORRUPT, "the codestream has %u components, the header says %u samples per pixel",
            codestream->components, info->samples_per_pixel);
    if (codestream->precision < 1 || codestream->precision > 32)
        return ccodecs_fail(report, CCODECS_UNSUPPORTED, "samples of %u bits", codestream->precision);
    if (info->bits_allocated < codestream->precision || info->bits_allocated < 8 || info->bits_allocated > 32) {
        info->bits_allocated = codestream->precision <= 8 ? 8 : codestream->precision <= 16 ? 16 : 32;
        info->bits_stored = codestream->precision;
        info->high_bit = codestream->precision - 1;
    }
    info->planar_configuration = 0;
    if (info->photometric == CCODECS_YBR_FULL_422) info->photometric = CCODECS_YBR_FULL;
    output->length = (size_t)info->rows * info->columns * info->samples_per_pixel * (info->bits_allocated / 8);
    if (output->length > output->capacity)
        return ccodecs_fail(
            report, CCODECS_BUFFER_TOO_SMALL, "the frame needs %zu bytes, the buffer has %zu", output->length, output->capacity);
    return CCODECS_OK;
}

uint32_t ccodecs_lossless_precision(const uint8_t *pixels, const ccodecs_frame_info *info) {
    uint32_t stored = info->bits_stored, allocated = info->bits_allocated;
    if (stored >= allocated || allocated > 16) return allocated;
    size_t count = (size_t)info->rows * info->columns * info->samples_per_pixel;
    // A signed cell is a proper sign extension exactly when adding half the range leaves nothing above it.
    uint32_t bias = info->pixel_representation ? 1u << (stored - 1) : 0, used = 0;
    if (allocated == 8) {
        for (size_t i = 0; i < count; i++) used |= (uint8_t)(pixels[i] + bias);
    } else {
        for (size_t i = 0; i < count; i++) {
            uint16_t cell;
            memcpy(&cell, pixels + 2 * i, 2);
            used |= (uint16_t)(cell + bias);
        }
    }
    return used >> stored ? allocated : stored;
}

void ccodecs_place_samples(uint8_t *cells, size_t count, uint32_t precision, const ccodecs_frame_info *info) {
    bool is_signed = info->pixel_representation == 1;
    uint32_t source_bytes = precision <= 8 ? 1 : 2, cell_bytes = info->bits_allocated / 8;
    if (source_bytes == cell_bytes && (!is_signed || precision == info->bits_allocated)) return;
    // In place and signed at one width: the loop that CT and MR take.
    if (source_bytes == 2 && cell_bytes == 2) {
        for (size_t i = 0; i < count; i++) {
            uint16_t cell;
            memcpy(&cell, cells + 2 * i, 2);
            cell = (uint16_t)ccodecs_cell(cell, precision, true);
            memcpy(cells + 2 * i, &cell, 2);
        }
        return;
    }
    // Backwards, because a cell is never narrower than its sample and may lie over the samples before it.
    for (size_t i = count; i-- > 0;) {
        uint32_t sample = cells[i * source_bytes];
        if (source_bytes == 2) sample |= (uint32_t)cells[i * 2 + 1] << 8;
        uint32_t cell = ccodecs_cell(sample, precision, is_signed);
        for (uint32_t byte = 0; byte < cell_bytes; byte++) cells[i * cell_bytes + byte] = (uint8_t)(cell >> (8 * byte));
    }
}

void ccodecs_interleave_planes(
    const uint8_t *planes, uint8_t *pixels, size_t pixel_count, uint32_t samples_per_pixel, uint32_t cell_bytes) {
    for (uint32_t sample = 0; sample < samples_per_pixel; sample++) {
        const uint8_t *plane = planes + (size_t)sample * pixel_count * cell_bytes;
        uint8_t *target = pixels + (size_t)sample * cell_bytes;
        for (size_t i = 0; i < pixel_count; i++, target += (size_t)samples_per_pixel * cell_bytes)
            for (uint32_t byte = 0; byte < cell_bytes; byte++) target[byte] = *plane++;
    }
}

bool ccodecs_buffer_reserve(ccodecs_buffer *buffer, size_t more) {
    if (more <= buffer->capacity - buffer->length) return true;
    if (more > SIZE_MAX / 2 - buffer->capacity) return false;
    size_t capacity = buffer->length + more + buffer->capacity / 2;
    uint8_t *bytes = realloc(buffer->bytes, capacity);
    if (!bytes) return false;
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}
