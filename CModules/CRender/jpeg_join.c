// Strips of a picture that were coded apart become one JPEG: a restart marker makes the coder begin anew, so what was coded from a fresh
// start may follow one (ITU-T T.81 F.1.2.1).
#include <stdlib.h>
#include <string.h>

#include "crender_encode.h"
#include "fail.h"

enum { MARKER = 0xff, END_OF_IMAGE = 0xd9, START_OF_FRAME = 0xc0, START_OF_SCAN = 0xda, FIRST_RESTART = 0xd0, RESTARTS = 8 };

/// Where a part's frame header and its coded data lie.
typedef struct layout {
    size_t frame;
    size_t scan;
    size_t end;
} layout;

/// False for what this module's encoder would not write.
static int find_layout(const crender_file *part, layout *found) {
    const uint8_t *data = part->data;
    *found = (layout){0, 0, 0};
    size_t at = 2;
    while (at + 4 <= part->length && data[at] == MARKER) {
        int kind = data[at + 1];
        size_t length = (size_t)data[at + 2] << 8 | data[at + 3];
        if (length < 2 || at + 2 + length > part->length) return 0;
        if (kind == START_OF_FRAME) found->frame = at;
        at += 2 + length;
        if (kind != START_OF_SCAN) continue;
        found->scan = at;
        found->end = part->length - 2;
        return found->frame && found->end >= at && data[found->end] == MARKER && data[found->end + 1] == END_OF_IMAGE;
    }
    return 0;
}

int crender_jpeg_join(const crender_file *parts, size_t count, uint32_t height, crender_file *file, char *message) {
    *file = (crender_file){NULL, 0};
    size_t length = 0;
    for (size_t i = 0; i < count; i++) length += parts[i].length;
    uint8_t *joined = count ? malloc(length) : NULL;
    if (count && !joined) return crender_fail_memory(message, length);
    size_t filled = 0;
    for (size_t i = 0; i < count; i++) {
        layout found;
        if (!find_layout(&parts[i], &found)) {
            free(joined);
            return crender_fail(message, CRENDER_BAD_ARGUMENT, "part %zu is no strip of a JPEG", i);
        }
        size_t from = i == 0 ? 0 : found.scan;
        memcpy(joined + filled, parts[i].data + from, found.end - from);
        if (i == 0) {
            // Marker, length and precision come before the height (B.2.2).
            joined[found.frame + 5] = (uint8_t)(height >> 8);
            joined[found.frame + 6] = (uint8_t)height;
        }
        filled += found.end - from;
        joined[filled++] = MARKER;
        joined[filled++] = i + 1 < count ? (uint8_t)(FIRST_RESTART + i % RESTARTS) : END_OF_IMAGE;
    }
    *file = (crender_file){joined, filled};
    return CRENDER_OK;
}
