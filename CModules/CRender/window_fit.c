#include <math.h>

#include "table.h"
#include "window.h"

#pragma STDC FP_CONTRACT OFF

enum { STEPS = 255, NEIGHBOURS = 3 };

/// Stored values around each step, and how far the defined line lies above the step there (negative: below).
typedef struct step_points {
    double stored[STEPS * NEIGHBOURS];
    double step[STEPS * NEIGHBOURS];
    double above[STEPS * NEIGHBOURS];
    int count;
} step_points;

static void collect(const crender_grey_chain *chain, double scale, double offset, double low, double high, step_points *points) {
    points->count = 0;
    for (int step = 1; step <= STEPS; step++) {
        double nearest = nearbyint((step - offset) / scale);
        // The step lies between the nearest integer and one of its neighbours, however the division was rounded.
        for (double stored = nearest - 1; stored <= nearest + 1; stored++) {
            if (stored < low || stored > high) continue;
            points->stored[points->count] = stored;
            points->step[points->count++] = step;
        }
    }
    for (int i = 0; i < points->count; i++)
        points->above[i] = (crender_grey_line(chain, points->stored[i]) + 0.5) - points->step[i];
}

/// How far to move the line so that the nearest points on either side of a step are equally far from it.
static double centring(const step_points *points) {
    double least_above = 1, least_below = 1;
    for (int i = 0; i < points->count; i++) {
        double above = points->above[i];
        if (above >= 0) least_above = fmin(least_above, above);
        else least_below = fmin(least_below, -above);
    }
    return (least_below - least_above) / 2;
}

static bool agrees(const step_points *points, float scale, float offset) {
    bool same = true;
    for (int i = 0; i < points->count; i++) {
        float line = (float)points->stored[i] * scale + offset;
        same &= (line >= (float)points->step[i]) == (points->above[i] >= 0);
    }
    return same;
}

bool crender_window_fit(const crender_grey_chain *chain, const crender_cells *cells, crender_window *window) {
    if (chain->top != 255 || cells->bytes_per_cell != 2 || !crender_cells_are_narrow(cells)) return false;
    if (crender_table_is_present(&chain->modality.table) || !crender_grey_is_linear(chain)) return false;

    double low = cells->lowest, high = low + ldexp(1, (int)cells->bits_stored) - 1;
    double ends[2] = {crender_grey_line(chain, low), crender_grey_line(chain, high)};
    double scale = (ends[1] - ends[0]) / (high - low), offset = ends[0] - low * scale + 0.5;
    // A gentler slope would put many integers within one rounding error of a step; beyond 2^30 a lane would overflow.
    if (!(fabs(scale) > 0x1p-10) || !(fabs(ends[0]) < 0x1p30) || !(fabs(ends[1]) < 0x1p30)) return false;

    step_points points;
    collect(chain, scale, offset, low, high, &points);
    window->scale = (float)scale;
    window->offset = (float)(offset + centring(&points));
    if (!agrees(&points, window->scale, window->offset)) return false;

    window->up = cells->up - 16;
    window->down = cells->down - 16;
    window->is_signed = cells->is_signed;
    window->inverts = chain->inverts;
    double first = fmax(chain->padding_low, low), last = fmin(chain->padding_high, high);
    window->has_padding = chain->has_padding && first <= last;
    window->padding_first = window->has_padding ? (uint16_t)(int32_t)first : 0;
    window->padding_span = window->has_padding ? (uint16_t)(last - first) : 0;
    return true;
}
