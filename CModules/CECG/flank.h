#ifndef YIGONG_CECG_FLANK_H
#define YIGONG_CECG_FLANK_H

#include "view.h"

static inline int bounded(int value, int low, int high) {
    return value < low ? low : value > high ? high : value;
}

/// What the leads agreed on must not pass a lead's own peak.
static inline span around_peak(span wave) {
    if (wave.onset > wave.peak) wave.onset = wave.peak;
    if (wave.offset < wave.peak) wave.offset = wave.peak;
    return wave;
}

/// How far around a sample slopes reach, so far from a view's ends they have to stay.
enum { SLOPE_ARM = MS(8) };

/// A side of a wave that leads from its peak to the baseline.
typedef struct flank {
    /// The smooth samples of one lead of a view.
    const float *samples;
    int peak;
    /// Where the search ends.
    int limit;
    /// -1 towards the onset, 1 towards the end.
    int step;
    /// 1 for a wave above the baseline, -1 for one below.
    float sign;
} flank;

/// Where the slope has died away to `part` of the flank's steepest.
int flank_end(const flank *flank, float part);

/// The end by area: of the trapezia that the steepest point, a candidate and the far end make, the candidate of the largest. Little
/// moved by noise, and blind to how the slope dies away (Zhang, Manriquez and Medigue 2006, for the end of T). Forwards only.
int flank_end_by_area(const flank *flank);

/// How what the leads say is brought together.
typedef struct agreement {
    /// How far a lead's own value moves to the median of all, where there are more than two.
    float part;
    int early;
    /// Samples that the leads' values are moved by: people mark a little further out than slopes die away.
    int margin;
    /// The same for `outer`, which is measured against signals of known duration (IEC 60601-2-25).
    int outer_margin;
} agreement;

typedef struct agreed {
    /// The median.
    int32_t middle;
    /// What all but the outermost leads lie within: the earliest if `early`, else the latest.
    int32_t outer;
} agreed;

/// Moves the values in place.
agreed agree(int32_t *values, size_t count, agreement how);

#endif
