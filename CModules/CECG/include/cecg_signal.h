// The samples that this module works on.
#ifndef YIGONG_CECG_SIGNAL_H
#define YIGONG_CECG_SIGNAL_H

#include <stddef.h>

enum {
    CECG_MAX_LEADS = 32,
    /// 72 hours at 1000 Hz.
    CECG_MAX_SAMPLES = 259200000
};

/// Several leads of one length: the samples of lead 0, then of lead 1, and so on. Microvolts, though nothing that finds or delineates
/// waves depends on the scale. NaN stands for a sample that is missing.
typedef struct cecg_signal {
    const float *samples;
    size_t leads;
    /// Samples of each lead.
    size_t count;
    /// Samples a second.
    double rate;
} cecg_signal;

#endif
