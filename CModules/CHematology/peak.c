#include "chematology_peak.h"

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
    double hidden = slope * (double)longest / 4;
    top.is_saturated = hidden > 0.02 * top.height;
    return top;
}

bool chematology_is_piled(
    const double *values, size_t count, double limit, int inward, size_t neighbours, size_t *piled) {
    size_t at_limit = 0, beside = 0;
    double reach = (double)neighbours;
    for (size_t i = 0; i < count; i++) {
        double distance = (values[i] - limit) * inward;
        at_limit += distance == 0;
        beside += distance > 0 && distance <= reach;
    }
    if (piled) *piled = at_limit;
    return at_limit >= 8 && (double)at_limit * reach > 4 * (double)beside;
}
