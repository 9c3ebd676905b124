#include "flank.h"

#include <math.h>

#include "order.h"

/// How fast the wave falls to the baseline at `i`.
static float fall(const flank *f, int i) {
    return -f->sign * (float)f->step * (f->samples[i + SLOPE_ARM] - f->samples[i - SLOPE_ARM]);
}

typedef struct descent {
    int steepest;
    float most;
    /// Where another wave begins, or the limit.
    int end;
} descent;

static descent descend(const flank *f) {
    descent d = {f->peak, 0, f->limit};
    for (int i = f->peak; i != f->limit; i += f->step) {
        float now = fall(f, i);
        if (now > d.most) {
            d.most = now;
            d.steepest = i;
        }
        if (d.most > 0 && now < -0.3f * d.most) {
            d.end = i;
            break;
        }
    }
    return d;
}

int flank_end(const flank *f, float part) {
    descent d = descend(f);
    int i = d.steepest;
    while (i != f->limit && fall(f, i) > part * d.most) i += f->step;
    return i;
}

int flank_end_by_area(const flank *f) {
    descent d = descend(f);
    int best = d.end;
    float largest = 0;
    for (int i = d.steepest; i < d.end; i++) {
        float area = f->sign * (f->samples[d.steepest] - f->samples[i]) * (float)(2 * d.end - i - d.steepest);
        if (area > largest) {
            largest = area;
            best = i;
        }
    }
    return best;
}

agreed agree(int32_t *values, size_t count, agreement how) {
    if (count == 0) return (agreed){-1, -1};
    float sorted[CECG_MAX_LEADS];
    for (size_t i = 0; i < count; i++) sorted[i] = (float)values[i];
    float middle = order_quantile(sorted, count, 0.5), part = count > 2 ? how.part : 0;
    for (size_t i = 0; i < count; i++) {
        values[i] += (int32_t)lroundf((middle - (float)values[i]) * part);
        sorted[i] = (float)values[i];
        values[i] += how.margin;
    }
    // One lead in ten may be wrong.
    int32_t outer = (int32_t)lroundf(order_quantile(sorted, count, how.early ? 0.1 : 0.9));
    return (agreed){(int32_t)middle + how.margin, outer + how.outer_margin};
}
