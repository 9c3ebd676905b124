// P waves: the largest deviation from a straight line between T wave and QRS that the leads agree on.
#include <math.h>

#include "flank.h"
#include "view.h"

/// Before the QRS onset: where a P wave may begin, and by when its peak region is over.
enum { FARTHEST = MS(240), NEAREST = MS(35), SHORTEST = MS(60) };
/// How far the window may reach into the end of the T wave before.
enum { INTO_T = MS(20) };
/// A lead's peak lies this near to that of all leads, its onset and end this near to its peak.
enum { NEAR_ALL = MS(27), HALF_LONGEST = MS(100) };
/// Parts of a flank's steepest slope.
static const float ONSET_PART = 0.39f, END_PART = 0.42f;
static const agreement ONSETS = {0.1f, 1, -MS(2), -MS(2)}, ENDS = {0.43f, 0, -MS(3), MS(2)};

typedef struct range {
    int start, end;
} range;

/// One lead's samples above the straight line over the window.
static void flatten(const float *x, range within, float *flat) {
    float rise = (x[within.end] - x[within.start]) / (float)(within.end - within.start);
    for (int i = within.start; i <= within.end; i++) flat[i] = x[i] - x[within.start] - rise * (float)(i - within.start);
}

static int largest_at(const float *flat, int first, int last) {
    int best = first;
    for (int i = first; i <= last; i++)
        if (fabsf(flat[i]) > fabsf(flat[best])) best = i;
    return best;
}

static int centre_of(const view *view, range within) {
    float all[WINDOW] = {0}, flat[WINDOW];
    for (size_t lead = 0; lead < view->leads; lead++) {
        if (!view->live[lead]) continue;
        flatten(view->smooth + lead * WINDOW, within, flat);
        float most = fabsf(flat[largest_at(flat, within.start, within.end)]);
        for (int i = within.start; i <= within.end && most > 0; i++) all[i] += flat[i] * flat[i] / most;
    }
    return largest_at(all, within.start, within.end);
}

static span lead_p(const float *x, range within, int centre) {
    float flat[WINDOW];
    flatten(x, within, flat);
    int peak = largest_at(
        flat, bounded(centre - NEAR_ALL, within.start, within.end), bounded(centre + NEAR_ALL, within.start, within.end));
    float sign = flat[peak] > 0 ? 1 : -1;
    flank rise = {x, peak, bounded(peak - HALF_LONGEST, SLOPE_ARM, peak), -1, sign};
    flank fall = {x, peak, bounded(peak + HALF_LONGEST, peak, within.end), 1, sign};
    return (span){flank_end(&rise, ONSET_PART), peak, flank_end(&fall, END_PART)};
}

void find_p(const view *view, int after_t, view_waves *waves) {
    waves->all_p = waves->common_p = NO_SPAN;
    for (size_t lead = 0; lead < view->leads; lead++) waves->p[lead] = NO_SPAN;
    if (waves->common_qrs.onset < 0) return;
    range within = {
        bounded(waves->common_qrs.onset - FARTHEST, SLOPE_ARM, WINDOW - 1), bounded(waves->common_qrs.onset - NEAREST, SLOPE_ARM, WINDOW - 1)};
    if (after_t - INTO_T > within.start) within.start = after_t - INTO_T;
    if (within.end - within.start < SHORTEST) return;
    int centre = centre_of(view, within);

    int32_t onsets[CECG_MAX_LEADS], offsets[CECG_MAX_LEADS];
    size_t live = 0;
    for (size_t lead = 0; lead < view->leads; lead++) {
        if (!view->live[lead]) continue;
        waves->p[lead] = lead_p(view->smooth + lead * WINDOW, within, centre);
        onsets[live] = waves->p[lead].onset;
        offsets[live++] = waves->p[lead].offset;
    }
    agreed onset = agree(onsets, live, ONSETS), offset = agree(offsets, live, ENDS);
    waves->all_p = around_peak((span){onset.outer, centre, offset.outer});
    waves->common_p = around_peak((span){onset.middle, centre, offset.middle});
    for (size_t lead = 0, k = 0; lead < view->leads; lead++) {
        if (!view->live[lead]) continue;
        waves->p[lead] = around_peak((span){onsets[k], waves->p[lead].peak, offsets[k]});
        k++;
    }
}
