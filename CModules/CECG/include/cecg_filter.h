// Filters without phase: each runs forwards and backwards, so that no wave is moved and no ST segment tilted.
#ifndef YIGONG_CECG_FILTER_H
#define YIGONG_CECG_FILTER_H

#include "cecg_signal.h"
#include "cecg_status.h"

/// Corner frequencies in Hz, where the result of both passes is down by 3 dB; 0 leaves a filter out. A corner beyond what the
/// sampling rate can carry is left out as well.
typedef struct cecg_filter {
    double high_pass;
    double low_pass;
    /// Mains: 50 or 60. The quality is 30, which does not ring at a deep S.
    double notch;
} cecg_filter;

/// Filters into `out`, which has the size of the signal's samples. The constant of each lead goes with a high-pass filter and stays
/// without one. Missing samples are bridged for the filter and are missing again in `out`.
int cecg_filter_apply(const cecg_filter *filter, const cecg_signal *signal, float *out, char *message);

#endif
