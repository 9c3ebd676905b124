#include "pacer.h"

#include <math.h>
#include <stdlib.h>

#include "order.h"

/// Milliseconds to both sides that a spike is compared with: one just wider than a spike, one that an R wave still fills.
static const double NEAR = 6, WIDE = 16;
/// A spike is nearly as high over the near base as over the wide one; the top of an R wave is not.
static const float NARROW = 0.82f;
/// Parts of the slope of the lead's beats, and multiples of its unrest, that a spike exceeds.
static const float HIGH = 0.18f, ABOVE_UNREST = 8;
/// What may stir just before a spike, over its height. Inside a QRS more does.
static const float QUIET_BEFORE = 0.3f;
/// Fewer spikes than one in so many seconds are artefacts.
static const double SECONDS_EACH = 3;

/// Samples that a lead's scale is taken from.
enum { SAMPLED = 2048 };

typedef struct lead_scale {
    float slope;
    float unrest;
} lead_scale;

typedef struct arms {
    size_t near, wide, quiet;
} arms;

static float above(const float *x, size_t i, size_t arm) {
    return x[i] - 0.5f * (x[i - arm] + x[i + arm]);
}

static lead_scale scale_of(const float *x, size_t count, arms arm, float *scratch) {
    size_t stride = count / SAMPLED + 1, taken = 0;
    for (size_t i = arm.wide; i + arm.wide < count; i += stride) scratch[taken++] = fabsf(x[i + arm.near] - x[i - arm.near]);
    lead_scale scale = {order_quantile(scratch, taken, 0.985), 0};
    taken = 0;
    for (size_t i = arm.wide; i + arm.wide < count; i += stride) scratch[taken++] = fabsf(above(x, i, arm.near));
    scale.unrest = order_quantile(scratch, taken, 0.5);
    return scale;
}

static int is_spike(const float *x, size_t i, arms arm, const lead_scale *scale) {
    float height = above(x, i, arm.near), size = fabsf(height);
    if (size < HIGH * scale->slope || size < ABOVE_UNREST * scale->unrest) return 0;
    if (size < NARROW * fabsf(above(x, i, arm.wide))) return 0;
    float low = x[i - arm.near], high = low;
    for (size_t k = i - arm.quiet; k <= i - arm.near; k++) {
        low = fminf(low, x[k]);
        high = fmaxf(high, x[k]);
    }
    return high - low < QUIET_BEFORE * size;
}

/// Votes of the leads for each sample; a spike needs two leads that agree, unless there is but one.
static size_t vote(const float *samples, size_t leads, size_t count, arms arm, unsigned char *votes, float *scratch) {
    size_t voting = 0;
    for (size_t lead = 0; lead < leads; lead++) {
        const float *x = samples + lead * count;
        lead_scale scale = scale_of(x, count, arm, scratch);
        if (!(scale.slope > 0)) continue;
        voting++;
        for (size_t i = arm.quiet; i + arm.wide < count; i++)
            if (fabsf(x[i] - x[i - arm.near]) >= HIGH * scale.slope && is_spike(x, i, arm, &scale)) votes[i]++;
    }
    return voting;
}

static void collect(const unsigned char *votes, size_t count, size_t apart, int needed, spike_list *list) {
    for (size_t i = 0; i < count; i++) {
        if (votes[i] == 0) continue;
        size_t end = i, best = i;
        int total = 0;
        for (; end < count && end - i < apart; end++) {
            total = votes[end] > total ? votes[end] : total;
            if (votes[end] > votes[best]) best = end;
        }
        if (total >= needed) list->at[list->count++] = (int32_t)best;
        i = end - 1;
    }
}

int pacer_find(const float *samples, size_t leads, size_t count, double rate, spike_list *list) {
    arms arm = {(size_t)fmax(1, ceil(NEAR * rate / 1000)), (size_t)fmax(2, ceil(WIDE * rate / 1000)), 0};
    arm.quiet = arm.near + arm.wide;
    *list = (spike_list){NULL, 0};
    // Below this rate a spike and an R wave are equally narrow.
    if (rate < 240 || count < 4 * arm.quiet) return 1;
    size_t apart = arm.wide;
    unsigned char *votes = calloc(count, 1);
    float *scratch = malloc((SAMPLED + 2) * sizeof *scratch);
    list->at = malloc((count / apart + 2) * sizeof *list->at);
    int complete = votes && scratch && list->at;
    if (complete) {
        size_t voting = vote(samples, leads, count, arm, votes, scratch);
        collect(votes, count, apart, voting > 1 ? (int)(voting + 5) / 6 : 1, list);
    }
    free(votes);
    free(scratch);
    if (!complete || (double)list->count * SECONDS_EACH * rate < (double)count) {
        free(list->at);
        *list = (spike_list){NULL, 0};
    }
    return complete;
}

void pacer_bridge(float *samples, size_t leads, size_t count, double rate, const spike_list *list) {
    size_t before = (size_t)ceil(NEAR * rate / 1000), after = (size_t)ceil(1.7 * NEAR * rate / 1000);
    for (size_t s = 0; s < list->count; s++) {
        size_t at = (size_t)list->at[s], first = at > before ? at - before : 0, last = at + after < count ? at + after : count - 1;
        for (size_t lead = 0; lead < leads; lead++) {
            float *x = samples + lead * count, start = x[first], rise = (x[last] - start) / (float)(last - first);
            for (size_t i = first + 1; i < last; i++) x[i] = start + rise * (float)(i - first);
        }
    }
}
