// Segmented palettes: runs, ramps and references instead of a list (PS3.3 C.7.9.2).
#include <stdbool.h>

#include "crender_colour.h"
#include "fail.h"

enum { DISCRETE = 0, LINEAR = 1, INDIRECT = 2 };

typedef struct expansion {
    const unsigned char *bytes;
    size_t length;
    uint32_t bytes_per_unit;
    uint16_t *entries;
    size_t capacity;
    size_t count;
    char *message;
} expansion;

static uint32_t unit_at(const expansion *palette, size_t index) {
    if (palette->bytes_per_unit == 1) return palette->bytes[index];
    return (uint32_t)palette->bytes[2 * index] | (uint32_t)palette->bytes[2 * index + 1] << 8;
}

static int fail_at(const expansion *palette, size_t index, const char *what) {
    return crender_fail(palette->message, CRENDER_BAD_ARGUMENT, "segmented palette, unit %zu of %zu: %s", index, palette->length,
                        what);
}

static int check_room(const expansion *palette, size_t index, size_t units, size_t entries) {
    if (units > palette->length - index) return fail_at(palette, index, "the segment is longer than the data");
    if (entries > palette->capacity - palette->count) return fail_at(palette, index, "more entries than the descriptor says");
    return CRENDER_OK;
}

static int expand_discrete(expansion *palette, size_t index, uint32_t size) {
    int status = check_room(palette, index, size, size);
    if (status != CRENDER_OK) return status;
    for (uint32_t i = 0; i < size; i++) palette->entries[palette->count++] = (uint16_t)unit_at(palette, index + i);
    return CRENDER_OK;
}

/// From the entry before (not repeated) to the end point (included), in equal steps rounded to the nearest.
static int expand_linear(expansion *palette, size_t index, uint32_t size) {
    int status = check_room(palette, index, 1, size);
    if (status != CRENDER_OK) return status;
    if (palette->count == 0) return fail_at(palette, index, "a ramp has no entry to start from");
    int64_t start = palette->entries[palette->count - 1], end = (int64_t)unit_at(palette, index);
    for (int64_t i = 1; i <= size; i++) {
        int64_t scaled = start * 2 * size + (end - start) * 2 * i + size;
        palette->entries[palette->count++] = (uint16_t)(scaled / (2 * (int64_t)size));
    }
    return CRENDER_OK;
}

/// Expands segments from unit `index` on: `segments` of them, or all up to the end. A reference may not lead to another.
static int expand(expansion *palette, size_t index, size_t segments, bool is_referred) {
    // What follows the last entry promised only pads the value.
    for (size_t done = 0; done < segments && palette->count < palette->capacity && palette->length - index >= 2; done++) {
        uint32_t kind = unit_at(palette, index), size = unit_at(palette, index + 1);
        // Each turn adds an entry, so that the capacity bounds the work.
        if (size == 0) return fail_at(palette, index, "an empty segment");
        index += 2;
        int status;
        if (kind == DISCRETE) {
            status = expand_discrete(palette, index, size);
            index += size;
        } else if (kind == LINEAR) {
            status = expand_linear(palette, index, size);
            index += 1;
        } else if (kind == INDIRECT && !is_referred) {
            // The byte offset of the first segment meant, in 32 bits, least significant part first.
            size_t units = palette->bytes_per_unit == 1 ? 4 : 2, offset = 0;
            status = check_room(palette, index, units, 0);
            if (status != CRENDER_OK) return status;
            for (size_t i = 0; i < units; i++) offset |= (size_t)unit_at(palette, index + i) << (32 / units * i);
            offset /= palette->bytes_per_unit;
            if (offset >= palette->length) return fail_at(palette, index, "a reference leads behind the data");
            status = expand(palette, offset, size, true);
            index += units;
        } else {
            return fail_at(palette, index - 2, "no such kind of segment here");
        }
        if (status != CRENDER_OK) return status;
    }
    return CRENDER_OK;
}

int crender_palette_expand(
    const void *segments, size_t length, uint32_t bytes_per_unit, uint16_t *entries, size_t capacity, size_t *count,
    char *message) {
    *count = 0;
    if (!segments || (bytes_per_unit != 1 && bytes_per_unit != 2))
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "a segmented palette has units of 1 or 2 bytes");
    expansion palette = {segments, length, bytes_per_unit, entries, capacity, 0, message};
    int status = expand(&palette, 0, length, false);
    *count = palette.count;
    return status;
}
