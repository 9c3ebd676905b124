// The values of one parameter, out of events that hold all of them.
#include <string.h>

#include "chematology_fcs.h"
#include "fail.h"

/// The bits that values below `range` need; all of `bits` where the range says nothing.
static uint64_t mask_of(double range, uint32_t bits) {
    uint64_t all = bits == 64 ? UINT64_MAX : ((uint64_t)1 << bits) - 1;
    if (range <= 0 || range >= 0x1p63) return all;
    uint64_t mask = 0;
    while ((double)mask + 1 < range) mask = mask << 1 | 1;
    return mask & all;
}

static uint64_t integer_at(const uint8_t *bytes, uint32_t count, bool is_big_endian) {
    uint64_t value = 0;
    for (uint32_t i = 0; i < count; i++) value = value << 8 | bytes[is_big_endian ? i : count - 1 - i];
    return value;
}

static double float_at(const uint8_t *bytes, bool is_big_endian) {
    uint32_t bits = (uint32_t)integer_at(bytes, sizeof bits, is_big_endian);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static double double_at(const uint8_t *bytes, bool is_big_endian) {
    uint64_t bits = integer_at(bytes, sizeof bits, is_big_endian);
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

int chematology_fcs_column(
    const uint8_t *bytes, size_t length, const chematology_fcs *file, size_t parameter, double *values, char *message) {
    if (parameter >= file->parameter_count)
        return chematology_fail(
            message, CHEMATOLOGY_BAD_ARGUMENT, "parameter %zu of %zu", parameter + 1, file->parameter_count);
    if (file->data_offset > length || file->event_count > (length - file->data_offset) / file->event_length)
        return chematology_fail(message, CHEMATOLOGY_BAD_ARGUMENT, "the bytes are not those of the file");
    const chematology_parameter *asked = &file->parameters[parameter];
    const uint8_t *next = bytes + file->data_offset + asked->offset;
    uint64_t mask = mask_of(asked->range, asked->bits);
    for (size_t i = 0; i < file->event_count; i++, next += file->event_length) {
        switch (file->data_type) {
        case 'F': values[i] = float_at(next, file->is_big_endian); break;
        case 'D': values[i] = double_at(next, file->is_big_endian); break;
        default: values[i] = (double)(integer_at(next, asked->bits / 8, file->is_big_endian) & mask);
        }
    }
    return CHEMATOLOGY_OK;
}
