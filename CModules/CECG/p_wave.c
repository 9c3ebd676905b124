// P waves.
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

static int flank_end(const float *x, int peak, int limit, int step, float sign, float part) {
    int steepest = peak;
    float most = 0;
    for (int i = peak; i != limit; i += step) {
        float fall = -sign * slope_at(x, i) * (float)step;
        if (fall > most) { most = fall; steepest = i; }
        if (most > 0 && fall < -0.3f * most) break;
    }
    int i = steepest;
    while (i != limit && -sign * slope_at(x, i) * (float)step > part * most) i += step;
    return i;
}

void find_p(const view *view, int after_t, view_waves *waves) {
    waves->all_p = NO_SPAN;
    for (size_t lead = 0; lead < view->leads; lead++) waves->p[lead] = NO_SPAN;
    if (waves->all_qrs.onset < 0) return;
    int end = bounded(waves->all_qrs.onset - MS(tune[40]), SLOPE_ARM, WINDOW - 1);
    int start = bounded(waves->all_qrs.onset - MS(tune[41]), SLOPE_ARM, WINDOW);
    if (after_t + MS(tune[42]) > start) start = after_t + MS(tune[42]);
    if (end - start < MS(60)) return;
    float all[WINDOW], flat[CECG_MAX_LEADS][WINDOW];
    memset(all, 0, sizeof all);
    for (size_t lead = 0; lead < view->leads; lead++) {
        if (!view->live[lead]) continue;
        const float *x = view->smooth + lead * WINDOW;
        float most = 0, rise = (x[end] - x[start]) / (float)(end - start);
        for (int i = start; i <= end; i++) {
            flat[lead][i] = x[i] - x[start] - rise * (float)(i - start);
            most = fmaxf(most, fabsf(flat[lead][i]));
        }
        for (int i = start; i <= end && most > 0; i++) all[i] += flat[lead][i] * flat[lead][i] / most;
    }
    int centre = start;
    for (int i = start; i <= end; i++)
        if (all[i] > all[centre]) centre = i;
    int32_t ons[CECG_MAX_LEADS], peaks[CECG_MAX_LEADS], offs[CECG_MAX_LEADS];
    size_t k = 0;
    for (size_t lead = 0; lead < view->leads; lead++) {
        if (!view->live[lead]) continue;
        const float *x = view->smooth + lead * WINDOW;
        int low = bounded(centre - MS(tune[43]), start, end), high = bounded(centre + MS(tune[43]), start, end);
        int peak = low;
        for (int i = low; i <= high; i++)
            if (fabsf(flat[lead][i]) > fabsf(flat[lead][peak])) peak = i;
        float sign = flat[lead][peak] > 0 ? 1 : -1;
        int on = flank_end(x, peak, bounded(peak - MS(100), SLOPE_ARM, peak), -1, sign, (float)tune[44]);
        int off = flank_end(x, peak, bounded(peak + MS(100), peak, end), 1, sign, (float)tune[45]);
        waves->p[lead] = (span){on, peak, off};
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
        span *p = &waves->p[lead];
        if (k > 2) {
            p->onset += (int32_t)lround((m[0] - p->onset) * tune[46]);
            p->offset += (int32_t)lround((m[2] - p->offset) * tune[47]);
        }
        p->onset += MS(tune[48]);
        p->offset += MS(tune[49]);
    }
    waves->all_p = (span){m[0], m[1], m[2]};
}
