#include "bytes.h"

#include <stdlib.h>
#include <string.h>

bool cpaper_append(cpaper_bytes *bytes, const void *data, size_t length) {
    if (length > bytes->capacity - bytes->length) {
        size_t wanted = bytes->length + length;
        size_t capacity = bytes->capacity ? bytes->capacity * 2 : 16384;
        if (capacity < wanted) capacity = wanted;
        uint8_t *grown = realloc(bytes->data, capacity);
        if (!grown) return false;
        bytes->data = grown;
        bytes->capacity = capacity;
    }
    if (length) memcpy(bytes->data + bytes->length, data, length);
    bytes->length += length;
    return true;
}
