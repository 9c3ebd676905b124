// QRS onset and end: where the slope, against the steepest of the lead, has died away.
#include <math.h>
#include <string.h>

#include "order.h"
#include "view.h"

double tune[64] = {0.249, 0.086, 2.633, 17.252, 17.731, 0.009, 0.057, 0.641, 0.823, -2.0, 1.0,[20]=81,0.486,0.095,0.176,105,0.659,0.32,0.22,0.59,0.48,-3.3,-4.5,
[40]=33,218,-70,31,0.39,0.41,0.25,0.43,-3.6,-5.6,[50]=0.4,0.44,40,60,0.3,0.1};

enum { EARLIEST = BEFORE - MS(140), LATEST = BEFORE + MS(220), CORE = MS(60) };

/// |x(t + 4 ms) - x(t - 4 ms)| over its maximum near the beat. Returns that maximum.
static float relative_slope(const float *x, float *slope) {
    float steepest = 0;
    slope[0] = slope[1] = slope[WINDOW - 2] = slope[WINDOW - 1] = 0;
    for (int i = 2; i < WINDOW - 2; i++) slope[i] = fabsf(x[i + 2] - x[i - 2]);
    for (int i = BEFORE - CORE; i < BEFORE + CORE; i++) steepest = fmaxf(steepest, slope[i]);
    float scale = steepest > 0 ? 1 / steepest : 0;
    for (int i = 0; i < WINDOW; i++) slope[i] *= scale;
    return steepest;
}

/// The slope that the lead has where nothing happens.
static float resting(const float *slope, int from, int end) {
    float values[WINDOW];
    size_t count = 0;
    for (int i = from; i < end; i++) values[count++] = slope[i];
    return order_quantile(values, count, 0.35);
}

static int walk(const float *slope, int start, int end, int step, float quiet, int duration) {
    int calm = 0, last = start;
    for (int i = start; i != end; i += step) {
        if (slope[i] > quiet) {
            calm = 0;
            last = i;
        } else if (++calm >= duration) {
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

static int32_t middle(const int32_t *values, size_t count) {
    float sorted[CECG_MAX_LEADS];
    for (size_t i = 0; i < count; i++) sorted[i] = (float)values[i];
    return (int32_t)order_quantile(sorted, count, 0.5);
}

void find_qrs(const view *view, view_waves *waves) {
    float slope[CECG_MAX_LEADS][WINDOW], all[WINDOW];
    int32_t onsets[CECG_MAX_LEADS], offsets[CECG_MAX_LEADS];
    size_t live = 0;
    memset(all, 0, sizeof all);
    for (size_t lead = 0; lead < view->leads; lead++) {
        if (!view->live[lead]) continue;
        relative_slope(view->sharp + lead * WINDOW, slope[lead]);
        for (int i = 0; i < WINDOW; i++) all[i] += slope[lead][i] * slope[lead][i];
        live++;
    }
    for (int i = 0; i < WINDOW; i++) all[i] = sqrtf(all[i] / (float)(live ? live : 1));
    int centre = steepest_at(all, BEFORE - MS(30), BEFORE + MS(30));
    float floor = resting(all, BEFORE - MS(200), BEFORE - MS(60));
    float top = all[centre];
    int first = walk(all, centre, EARLIEST, -1, fmaxf((float)tune[0] * top, (float)tune[2] * floor), MS(tune[3]));
    int last = walk(all, centre, LATEST, 1, fmaxf((float)tune[1] * top, (float)tune[2] * floor), MS(tune[4]));

    size_t k = 0;
    for (size_t lead = 0; lead < view->leads; lead++) {
        waves->qrs[lead] = NO_SPAN;
        if (!view->live[lead]) continue;
        int peak = steepest_at(slope[lead], first, last + 1);
        float rest = resting(slope[lead], BEFORE - MS(200), BEFORE - MS(60));
        int early = first - MS(24) > EARLIEST ? first - MS(24) : EARLIEST, late = last + MS(24) < LATEST ? last + MS(24) : LATEST;
        int onset = walk(slope[lead], peak, early, -1, fmaxf((float)tune[5], (float)tune[2] * rest), MS(tune[3]));
        int offset = walk(slope[lead], peak, late, 1, fmaxf((float)tune[6], (float)tune[2] * rest), MS(tune[4]));
        waves->qrs[lead] = (span){onset, 0, offset};
        onsets[k] = onset;
        offsets[k++] = offset;
    }
    if (k == 0) {
        waves->all_qrs = NO_SPAN;
        return;
    }
    int32_t onset = (int32_t)(k > 2 ? middle(onsets, k) : first), offset = k > 2 ? middle(offsets, k) : last;
    for (size_t lead = 0; lead < view->leads; lead++) {
        span *qrs = &waves->qrs[lead];
        if (!view->live[lead]) continue;
        if (k > 2) {
            qrs->onset += (int32_t)lround((onset - qrs->onset) * tune[7]);
            qrs->offset += (int32_t)lround((offset - qrs->offset) * tune[8]);
        }
        qrs->onset += (int)tune[9]; qrs->offset += (int)tune[10];
        qrs->peak = peak_of(view->sharp + lead * WINDOW, qrs->onset, qrs->offset);
    }
    waves->all_qrs = (span){onset, centre, offset};
}
