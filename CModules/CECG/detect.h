#ifndef YIGONG_CECG_DETECT_H
#define YIGONG_CECG_DETECT_H

#include <stddef.h>
#include <stdint.h>

/// Where ventricular activity was found, in samples.
typedef struct beat_list {
    int32_t *at;
    size_t count;
} beat_list;

/// Finds beats in leads that were filtered to 8 - 30 Hz, where ventricular activity stands out most. `list->at` is allocated. Returns 0 where there is no memory.
int detect_beats(const float *wave, size_t leads, size_t count, double rate, beat_list *list);

#endif
