#ifndef YIGONG_CECG_PACER_H
#define YIGONG_CECG_PACER_H

#include <stdint.h>

#include "cecg_signal.h"

/// Pacemaker spikes, in samples.
typedef struct spike_list {
    int32_t *at;
    size_t count;
} spike_list;

/// Finds spikes in leads without gaps. Spikes last 0.1 - 2 ms (AAMI EC13); a recorder's own filters make them up to some 12 ms wide.
/// `list->at` is allocated, and null where there are none. Returns 0 where there is no memory.
int pacer_find(const float *samples, size_t leads, size_t count, double rate, spike_list *list);

/// Draws straight lines through the spikes, so that no filter smears them.
void pacer_bridge(float *samples, size_t leads, size_t count, double rate, const spike_list *list);

#endif
