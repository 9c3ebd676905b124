#ifndef YIGONG_CECG_FILTER_INTERNAL_H
#define YIGONG_CECG_FILTER_INTERNAL_H

#include <stddef.h>

/// Copies one lead with its gaps bridged by straight lines, zeros where nothing is known. Returns how many samples were missing.
size_t cecg_bridge(const float *from, float *to, size_t count);

#endif
