// T waves: the largest deviation after the QRS, and where its slopes die away.
#include <math.h>
#include <string.h>

#include "order.h"
#include "view.h"

extern double tune[64];

enum { SLOPE_ARM = MS(8) };

static float slope_at(const float *x, int i) {
    return x[i + SLOPE_ARM] - x[i - SLOPE_ARM];
}

static int bounded(int value, int low, int high) {
    return value < low ? low : value > high ? high : value;
}

static int extremum(const float *x, float base, int from, int end) {
    int best = from;
    for (int i = from; i < end; i++)
        if (fabsf(x[i] - base) > fabsf(x[best] - base)) best = i;
    return best;
}

/// The end of the flank that falls from `peak` in the direction of `step`: its steepest point, then the first where the slope is less
/// than `part` of that.
static int flank_end(const float *x, int peak, int limit, int step, float sign, float part) {
    int steepest = peak;
    float most = 0;
    for (int i = peak; i != limit; i += step) {
        float fall = -sign * slope_at(x, i) * (float)step;
        if (fall > most) { most = fall; steepest = i; }
        // Past the baseline and rising again: another wave begins.
        if (most > 0 && fall < -0.3f * most) break;
    }
    int i = steepest;
    while (i != limit && -sign * slope_at(x, i) * (float)step > part * most) i += step;
    return i;
}

void find_t(const view *view, view_waves *waves) {
    waves->all_t = NO_SPAN;
    for (size_t lead = 0; lead < view->leads; lead++) waves->t[lead] = NO_SPAN;
    if (waves->all_qrs.onset < 0) return;
    double rr = (double)view->after / GRID;
    int start = waves->all_qrs.offset + MS(tune[20]);
    int end = bounded((int)fmin(BEFORE + tune[21] * sqrt(rr) * GRID, BEFORE + view->after - tune[22] * GRID), 0, WINDOW - 1 - SLOPE_ARM);
    if (end - start < MS(80)) return;

    float all[WINDOW];
    float base[CECG_MAX_LEADS];
    memset(all, 0, sizeof all);
    for (size_t lead = 0; lead < view->leads; lead++) {
        if (!view->live[lead]) continue;
        const float *x = view->smooth + lead * WINDOW;
        base[lead] = (1 - (float)tune[23]) * x[bounded(waves->all_qrs.onset - MS(12), 0, WINDOW - 1)] + (float)tune[23] * x[end];
        float most = 0;
        for (int i = start; i < end; i++) most = fmaxf(most, fabsf(x[i] - base[lead]));
        for (int i = start; i < end && most > 0; i++) {
            float u = (x[i] - base[lead]);
            all[i] += u * u / most;
        }
    }
    int centre = start;
    for (int i = start; i < end; i++)
        if (all[i] > all[centre]) centre = i;
    int32_t ons[CECG_MAX_LEADS], peaks[CECG_MAX_LEADS], offs[CECG_MAX_LEADS];
    size_t k = 0;
    for (size_t lead = 0; lead < view->leads; lead++) {
        if (!view->live[lead]) continue;
        const float *x = view->smooth + lead * WINDOW;
        int low = bounded(centre - MS(tune[24]), start, end), high = bounded(centre + MS(tune[24]), start, end);
        int peak = extremum(x, base[lead], low, high);
        float sign = x[peak] > base[lead] ? 1 : -1, height = fabsf(x[peak] - base[lead]);
        int last = peak, first = peak;
        float last_sign = sign, first_sign = sign;
        // A second lobe the other way, near enough and large enough, is part of the wave.
        int reach = bounded(peak + MS(160), peak, end);
        int second = peak;
        for (int i = peak; i < reach; i++)
            if (-sign * (x[i] - base[lead]) > -sign * (x[second] - base[lead])) second = i;
        if (-sign * (x[second] - base[lead]) > tune[25] * height && second < end - MS(40)) { last = second; last_sign = -sign; }
        int on = flank_end(x, first, bounded(peak - MS(180), start, peak), -1, first_sign, (float)tune[26]);
        int off = flank_end(x, last, end, 1, last_sign, (float)tune[27]);
        waves->t[lead] = (span){on, peak, off};
        ons[k] = on; peaks[k] = peak; offs[k++] = off;
    }
    if (k == 0) return;
    float s[CECG_MAX_LEADS];
    int32_t m[3];
    const int32_t *lists[3] = {ons, peaks, offs};
    for (int j = 0; j < 3; j++) {
        for (size_t i = 0; i < k; i++) s[i] = (float)lists[j][i];
        m[j] = (int32_t)order_quantile(s, k, 0.5);
    }
    for (size_t lead = 0; lead < view->leads; lead++) {
        if (!view->live[lead]) continue;
        span *t = &waves->t[lead];
        if (k > 2) {
            t->onset += (int32_t)lround((m[0] - t->onset) * tune[28]);
            t->offset += (int32_t)lround((m[2] - t->offset) * tune[29]);
        }
        t->onset += MS(tune[30]);
        t->offset += MS(tune[31]);
    }
    waves->all_t = (span){m[0], m[1], m[2]};
}
