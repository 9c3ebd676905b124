/// Native pixels (PS3.5 8.1.1): copied, and turned to little endian where they were big (A.3, retired).
#include <string.h>

#include "codec.h"

static int copy_frame(ccodecs_input input, ccodecs_frame_info *info, ccodecs_output *output, ccodecs_report *report) {
    size_t length = ccodecs_frame_length(info);
    if (input.length < length)
        return ccodecs_fail(report, CCODECS_CORRUPT, "the frame has %zu bytes of %zu", input.length, length);
    output->length = length;
    if (length > output->capacity)
        return ccodecs_fail(
            report, CCODECS_BUFFER_TOO_SMALL, "the frame needs %zu bytes, the buffer has %zu", length, output->capacity);
    memcpy(output->bytes, input.bytes, length);
    return CCODECS_OK;
}

int ccodecs_native_little_decode(
    ccodecs_input input, ccodecs_frame_info *info, ccodecs_output *output, ccodecs_report *report) {
    return copy_frame(input, info, output, report);
}

int ccodecs_native_big_decode(
    ccodecs_input input, ccodecs_frame_info *info, ccodecs_output *output, ccodecs_report *report) {
    int status = copy_frame(input, info, output, report);
    if (status != CCODECS_OK) return status;
    uint8_t *bytes = output->bytes;
    switch (info->bits_allocated) {
    case 16: ccodecs_swap_words(bytes, output->length); break;
    case 32:
        for (size_t i = 0; i + 4 <= output->length; i += 4) {
            uint32_t cell;
            memcpy(&cell, bytes + i, 4);
            cell = __builtin_bswap32(cell);
            memcpy(bytes + i, &cell, 4);
        }
        break;
    case 64:
        for (size_t i = 0; i + 8 <= output->length; i += 8) {
            uint64_t cell;
            memcpy(&cell, bytes + i, 8);
            cell = __builtin_bswap64(cell);
            memcpy(bytes + i, &cell, 8);
        }
        break;
    default: break;
    }
    return CCODECS_OK;
}

void ccodecs_swap_words(uint8_t *bytes, size_t length) {
    for (size_t i = 0; i + 2 <= length; i += 2) {
        uint16_t word;
        memcpy(&word, bytes + i, 2);
        word = __builtin_bswap16(word);
        memcpy(bytes + i, &word, 2);
    }
}
