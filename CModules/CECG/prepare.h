#ifndef YIGONG_CECG_PREPARE_H
#define YIGONG_CECG_PREPARE_H

#include "cecg_signal.h"
#include "detect.h"
#include "pacer.h"

enum {
    /// Samples a second of everything that is delineated, whatever the recording has: one set of windows and thresholds for all.
    GRID = 500
};

/// Samples of the grid in so many milliseconds.
#define MS(milliseconds) ((int)((milliseconds) * GRID / 1000))

/// A recording on the grid of 500 Hz, filtered in the ways that finding and measuring waves need, with its beats.
typedef struct prepared {
    size_t leads;
    size_t count;
    /// 0.5 - 40 Hz: QRS bounds.
    float *sharp;
    /// 0.5 - 15 Hz: P and T waves.
    float *smooth;
    /// From 0.3 Hz, up to 200 Hz where the signal was sampled faster than the grid: amplitudes.
    float *full;
    beat_list beats;
    /// In samples of the signal.
    spike_list spikes;
} prepared;

/// 0 where there is no memory. The signal was checked.
int prepare(const cecg_signal *signal, prepared *out);
/// The same with `sharp` and the beats alone.
int prepare_beats(const cecg_signal *signal, prepared *out);
void prepared_destroy(prepared *prepared);

#endif
