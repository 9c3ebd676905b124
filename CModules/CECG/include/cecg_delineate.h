// Beats, their shapes and their waves.
#ifndef YIGONG_CECG_DELINEATE_H
#define YIGONG_CECG_DELINEATE_H

#include <stdint.h>

#include "cecg_signal.h"
#include "cecg_status.h"

/// A wave, in samples; every member is -1 where there is none.
typedef struct cecg_span {
    int32_t onset;
    int32_t peak;
    int32_t offset;
} cecg_span;

/// A beat over all leads: its waves run from the earliest onset to the latest end that leads agree on.
typedef struct cecg_beat {
    int32_t at;
    /// Which of the recording's shapes of QRS it has.
    int32_t shape;
    /// Correlation with that shape, -1 to 1.
    float likeness;
    cecg_span p, qrs, t;
} cecg_beat;

/// The median of the beats of one shape.
typedef struct cecg_median {
    size_t members;
    /// leads × CECG_MEDIAN_COUNT, in what the signal is in, from 0.3 Hz, at CECG_MEDIAN_RATE.
    float *samples;
    /// Over all leads, in samples of the median.
    cecg_span p, qrs, t;
    /// The same for each lead. P waves stand here only if the beats share one.
    cecg_span *lead_p, *lead_qrs, *lead_t;
    /// What the beats have in common before the QRS: 1 for equal P waves, near 0 for fibrillation, -1 for fewer than three beats.
    float coherence;
    /// How like that is what comes just before it: near 1 in flutter.
    float repetition;
} cecg_median;

enum {
    CECG_MEDIAN_RATE = 500,
    CECG_MEDIAN_COUNT = 600,
    /// Where the beat stands in a median.
    CECG_MEDIAN_AT = 220
};

typedef struct cecg_delineation {
    size_t leads;
    size_t beat_count;
    cecg_beat *beats;
    /// beat_count × leads each: the waves as each lead shows them.
    cecg_span *p, *qrs, *t;
    /// By shape: `beats[i].shape` is an index into them.
    size_t median_count;
    cecg_median *medians;
    /// Pacemaker spikes, in samples.
    size_t spike_count;
    int32_t *spikes;
} cecg_delineation;

/// Finds beats and waves. Positions are samples of the signal. A recording without beats gives none and is no error.
int cecg_delineate(const cecg_signal *signal, cecg_delineation *out, char *message);

/// Gives back what the delineation holds.
void cecg_delineation_destroy(cecg_delineation *delineation);

#endif
