// T waves: the largest deviation after the QRS that the leads agree on, and where its flanks die away.
#include <math.h>
#include <string.h>

#include "flank.h"
#include "view.h"

/// After the QRS end, before which no T wave is looked for.
enum { AFTER_QRS = MS(87), SHORTEST = MS(80) };
/// The window ends at the beat plus this times the root of RR (seconds), or so much before the next beat.
static const double LONGEST = 0.46, BEFORE_NEXT = 0.095;
/// The peak is expected at the beat plus this times the root of RR, within this many samples.
static const double EXPECTED = 0.342, EXPECTED_WITHIN = MS(220);
/// A lead's peak lies this near to that of all leads; deviations further off count less.
enum { NEAR_ALL = MS(50), NEAR_WEIGHT = MS(111) };
/// A lobe the other way that follows within so many samples and is nearly as high is the wave's second half.
enum { SECOND_LOBE_WITHIN = MS(160) };
static const float SECOND_LOBE = 0.9f;
/// Parts of a flank's steepest slope.
static const float ONSET_PART = 0.27f, END_PART = 0.167f;
/// The end is so much by area, the rest by slope.
static const float BY_AREA = 0.27f;
static const agreement ONSETS = {0.36f, 1, -MS(2), -MS(2)}, ENDS = {0.475f, 0, -MS(6), MS(2)};

typedef struct range {
    int start, end;
} range;

static range range_of(const view *view, const view_waves *waves) {
    double rr = (double)view->after / GRID;
    double last = fmin(BEFORE + LONGEST * sqrt(rr) * GRID, BEFORE + view->after - BEFORE_NEXT * GRID);
    return (range){waves->common_qrs.offset + AFTER_QRS, bounded((int)last, 0, WINDOW - 1 - SLOPE_ARM)};
}

/// What the lead's baseline is: just before the QRS, and against where it goes to afterwards.
static float base_of(const float *x, const view_waves *waves, range within) {
    return 1.1f * x[bounded(waves->common_qrs.onset - MS(12), 0, WINDOW - 1)] - 0.1f * x[within.end];
}

/// Where all leads together deviate most, given when a T wave is to be expected.
static int centre_of(const view *view, const float *base, range within) {
    float all[WINDOW] = {0};
    for (size_t lead = 0; lead < view->leads; lead++) {
        if (!view->live[lead]) continue;
        const float *x = view->smooth + lead * WINDOW;
        float most = 0;
        for (int i = within.start; i < within.end; i++) most = fmaxf(most, fabsf(x[i] - base[lead]));
        for (int i = within.start; i < within.end && most > 0; i++) all[i] += (x[i] - base[lead]) * (x[i] - base[lead]) / most;
    }
    double expected = BEFORE + EXPECTED * sqrt((double)view->after / GRID) * GRID;
    int centre = within.start;
    float largest = 0;
    for (int i = within.start; i < within.end; i++) {
        double off = ((double)i - expected) / EXPECTED_WITHIN;
        float weighed = all[i] / (float)(1 + off * off);
        if (weighed > largest) {
            largest = weighed;
            centre = i;
        }
    }
    return centre;
}

static int peak_near(const float *x, float base, range within, int centre) {
    int best = bounded(centre, within.start, within.end);
    float most = 0;
    for (int i = bounded(centre - NEAR_ALL, within.start, within.end); i < bounded(centre + NEAR_ALL, within.start, within.end); i++) {
        float off = (float)(i - centre) / NEAR_WEIGHT, height = fabsf(x[i] - base) / (1 + off * off);
        if (height > most) {
            most = height;
            best = i;
        }
    }
    return best;
}

static span lead_t(const float *x, float base, range within, int centre) {
    int peak = peak_near(x, base, within, centre), second = peak;
    float sign = x[peak] > base ? 1 : -1, height = fabsf(x[peak] - base);
    for (int i = peak; i < bounded(peak + SECOND_LOBE_WITHIN, peak, within.end); i++)
        if (-sign * (x[i] - x[second]) > 0) second = i;
    int has_second = -sign * (x[second] - base) > SECOND_LOBE * height && second < within.end - MS(40);
    flank rise = {x, peak, bounded(peak - MS(180), within.start, peak), -1, sign};
    flank fall = {x, has_second ? second : peak, within.end, 1, has_second ? -sign : sign};
    int end = (int)lroundf((1 - BY_AREA) * (float)flank_end(&fall, END_PART) + BY_AREA * (float)flank_end_by_area(&fall));
    return (span){flank_end(&rise, ONSET_PART), peak, end};
}

void find_t(const view *view, view_waves *waves) {
    waves->all_t = waves->common_t = NO_SPAN;
    for (size_t lead = 0; lead < view->leads; lead++) waves->t[lead] = NO_SPAN;
    if (waves->common_qrs.onset < 0) return;
    range within = range_of(view, waves);
    if (within.end - within.start < SHORTEST) return;
    float base[CECG_MAX_LEADS];
    for (size_t lead = 0; lead < view->leads; lead++) base[lead] = base_of(view->smooth + lead * WINDOW, waves, within);
    int centre = centre_of(view, base, within);

    int32_t onsets[CECG_MAX_LEADS], offsets[CECG_MAX_LEADS];
    size_t live = 0;
    for (size_t lead = 0; lead < view->leads; lead++) {
        if (!view->live[lead]) continue;
        waves->t[lead] = lead_t(view->smooth + lead * WINDOW, base[lead], within, centre);
        onsets[live] = waves->t[lead].onset;
        offsets[live++] = waves->t[lead].offset;
    }
    agreed onset = agree(onsets, live, ONSETS), offset = agree(offsets, live, ENDS);
    waves->all_t = around_peak((span){onset.outer, centre, offset.outer});
    waves->common_t = around_peak((span){onset.middle, centre, offset.middle});
    for (size_t lead = 0, k = 0; lead < view->leads; lead++) {
        if (!view->live[lead]) continue;
        waves->t[lead] = around_peak((span){onsets[k], waves->t[lead].peak, offsets[k]});
        k++;
    }
}
