// QRS onset and end: where the slope, against the steepest of the lead, has died away.
#include <math.h>
#include <string.h>

#include "flank.h"
#include "order.h"
#include "view.h"

enum {
    EARLIEST = BEFORE - MS(140),
    LATEST = BEFORE + MS(220),
    /// The steepest slope of the QRS lies within.
    CORE = MS(60),
    /// Where the lead rests before the beat.
    REST_FROM = BEFORE - MS(200),
    REST_END = BEFORE - MS(60),
    /// A lead's QRS ends this near to that of all.
    NEAR_ALL = MS(24),
    /// The slope has to stay small for so long.
    CALM_BEFORE = MS(18),
    CALM_AFTER = MS(12)
};

/// Parts of the steepest slope below which a QRS has not begun, or is over: in all leads together and in one.
static const float ALL_ONSET = 0.22f, ALL_END = 0.07f, LEAD_ONSET = 0.05f, LEAD_END = 0.055f;
/// Multiples of the slope at rest that the parts are at least.
static const float ABOVE_REST = 2.2f;
/// The slow first and last parts of a QRS stay below the thresholds.
static const agreement ONSETS = {0.57f, 1, -MS(6), -MS(2)}, ENDS = {0.59f, 0, MS(2), -MS(2)};

/// |x(t + 4 ms) - x(t - 4 ms)| over its maximum near the beat.
static void relative_slope(const float *x, float *slope) {
    float steepest = 0;
    slope[0] = slope[1] = slope[WINDOW - 2] = slope[WINDOW - 1] = 0;
    for (int i = 2; i < WINDOW - 2; i++) slope[i] = fabsf(x[i + 2] - x[i - 2]);
    for (int i = BEFORE - CORE; i < BEFORE + CORE; i++) steepest = fmaxf(steepest, slope[i]);
    float scale = steepest > 0 ? 1 / steepest : 0;
    for (int i = 0; i < WINDOW; i++) slope[i] *= scale;
}

static float resting(const float *slope) {
    float values[REST_END - REST_FROM];
    memcpy(values, slope + REST_FROM, sizeof values);
    return order_quantile(values, REST_END - REST_FROM, 0.2);
}

/// The last sample before the slope stays at or below `quiet` for `calm` samples, going from `start` to `end`.
static int walk(const float *slope, int start, int end, int step, float quiet, int calm) {
    int still = 0, last = start;
    for (int i = start; i != end; i += step) {
        if (slope[i] > quiet) {
            still = 0;
            last = i;
        } else if (++still >= calm) {
            break;
        }
    }
    return last;
}

static int steepest_at(const float *slope, int from, int end) {
    int best = from;
    for (int i = from; i < end; i++)
        if (slope[i] > slope[best]) best = i;
    return best;
}

static int peak_of(const float *x, int onset, int offset) {
    float base = 0.5f * (x[onset] + x[offset]);
    int best = onset;
    for (int i = onset; i <= offset; i++)
        if (fabsf(x[i] - base) > fabsf(x[best] - base)) best = i;
    return best;
}

/// Where the QRS begins and ends, by the slopes of all leads together.
static span bounds_of_all(const float *slope) {
    int centre = steepest_at(slope, BEFORE - MS(30), BEFORE + MS(30));
    float top = slope[centre], rest = ABOVE_REST * resting(slope);
    return (span){
        walk(slope, centre, EARLIEST, -1, fmaxf(ALL_ONSET * top, rest), CALM_BEFORE), centre,
        walk(slope, centre, LATEST, 1, fmaxf(ALL_END * top, rest), CALM_AFTER)};
}

void find_qrs(const view *view, view_waves *waves) {
    float slope[CECG_MAX_LEADS][WINDOW], all[WINDOW];
    int32_t onsets[CECG_MAX_LEADS], offsets[CECG_MAX_LEADS];
    size_t live = 0;
    memset(all, 0, sizeof all);
    for (size_t lead = 0; lead < view->leads; lead++) {
        waves->qrs[lead] = NO_SPAN;
        if (!view->live[lead]) continue;
        relative_slope(view->sharp + lead * WINDOW, slope[live]);
        for (int i = 0; i < WINDOW; i++) all[i] += slope[live][i] * slope[live][i];
        live++;
    }
    waves->all_qrs = waves->common_qrs = NO_SPAN;
    if (live == 0) return;
    for (int i = 0; i < WINDOW; i++) all[i] = sqrtf(all[i] / (float)live);
    span rough = bounds_of_all(all);
    for (size_t k = 0; k < live; k++) {
        int steepest = steepest_at(slope[k], rough.onset, rough.offset + 1);
        float rest = ABOVE_REST * resting(slope[k]);
        int first = bounded(rough.onset - NEAR_ALL, EARLIEST, BEFORE), last = bounded(rough.offset + NEAR_ALL, BEFORE, LATEST);
        onsets[k] = walk(slope[k], steepest, first, -1, fmaxf(LEAD_ONSET, rest), CALM_BEFORE);
        offsets[k] = walk(slope[k], steepest, last, 1, fmaxf(LEAD_END, rest), CALM_AFTER);
    }
    agreed onset = agree(onsets, live, ONSETS), offset = agree(offsets, live, ENDS);
    for (size_t lead = 0, k = 0; lead < view->leads; lead++) {
        if (!view->live[lead]) continue;
        span own = around_peak((span){onsets[k], rough.peak, offsets[k]});
        own.peak = peak_of(view->sharp + lead * WINDOW, own.onset, own.offset);
        waves->qrs[lead] = own;
        k++;
    }
    waves->all_qrs = around_peak((span){onset.outer, rough.peak, offset.outer});
    waves->common_qrs = around_peak((span){onset.middle, rough.peak, offset.middle});
}
