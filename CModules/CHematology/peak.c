#include "chematology_peak.h"

#include <math.h>

/// The least difference between neighbours that differ: the step in which a curve is counted, which is no large part of its height.
static double step_of(const double *counts, size_t count, double height) {
    double least = height / 20;
    for (size_t i = 1; i < count; i++) {
        double difference = fabs(counts[i] - counts[i - 1]);
        if (difference > 0 && difference < least) least = difference;
    }
    return least;
}

chematology_top chematology_find_top(const double *counts, size_t count) {
    chematology_top top = {0, 0, 0, false};
    if (count == 0) return top;
    top.height = counts[0];
    for (size_t i = 1; i < count; i++)
        if (counts[i] > top.height) top.height = counts[i];
    size_t longest = 0;
    for (size_t i = 0; i < count;) {
        size_t end = i;
        while (end < count && counts[end] == top.height) end++;
        if (end - i > longest) {
            longest = end - i;
            top.first = i;
            top.last = end - 1;
        }
        i = end > i ? end : i + 1;
    }
    // A curve that is flat from end to end, or has no height, rises nowhere.
    if (longest < 3 || longest == count || !(top.height > 0)) return top;
    double before = top.first > 0 ? top.height - counts[top.first - 1] : 0;
    double behind = top.last + 1 < count ? top.height - counts[top.last + 1] : 0;
    // A parabola that falls by s a channel where it leaves the run of length n stands s · n / 4 above it in the middle.
    double slope = top.first > 0 && top.last + 1 < count ? (before + behind) / 2 : before + behind;
    double hidden = (slope - 2 * step_of(counts, count, top.height)) * (double)longest / 4;
    top.is_saturated = hidden > 0.02 * top.height;
    return top;
}

bool chematology_is_piled(const double *values, size_t count, double low, double high, bool is_lower) {
    double sign = is_lower ? -1 : 1, end = is_lower ? low : high, span = high - low;
    double outermost = -INFINITY;
    for (size_t i = 0; i < count; i++)
        if (values[i] >= low && values[i] <= high && values[i] * sign > outermost) outermost = values[i] * sign;
    if (!(fabs(outermost * sign - end) <= fmax(1, span / 1024))) return false;
    size_t piled = 0, beside = 0, further = 0;
    double reach = span / 64;
    for (size_t i = 0; i < count; i++) {
        double distance = outermost - values[i] * sign;
        piled += distance == 0;
        beside += distance > 0 && distance <= reach;
        further += distance > reach && distance <= 2 * reach;
    }
    bool is_spread = piled + beside >= 32 && piled + beside > 4 * further;
    return is_spread || (piled >= 8 && (double)piled * fmax(reach, 16) > 4 * (double)beside);
}
