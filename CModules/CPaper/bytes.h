// A block of bytes that grows.
#ifndef YIGONG_CPAPER_BYTES_H
#define YIGONG_CPAPER_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint8_t *data;
    size_t length, capacity;
} cpaper_bytes;

/// Appends; false when there is no memory.
bool cpaper_append(cpaper_bytes *bytes, const void *data, size_t length);

#endif
