// A flat top that the instrument cut off, told from a peak.
#ifndef YIGONG_CHEMATOLOGY_PEAK_H
#define YIGONG_CHEMATOLOGY_PEAK_H

#include <stdbool.h>
#include <stddef.h>

/// The highest stretch of a curve.
typedef struct chematology_top {
    size_t first;
    size_t last;
    double height;
    /// The curve would go on upwards: see chematology_find_top.
    bool is_saturated;
} chematology_top;

/// Finds the longest run of equal highest counts. A rounded peak may be flat over a few channels too, but then it falls gently beside
/// them; a cut one falls at once. It is called saturated when it is at least three channels long and the parabola with the slopes
/// beside it would rise by more than 2 % of its height. False in `is_saturated` for an empty curve.
chematology_top chematology_find_top(const double *counts, size_t count);

/// How many events lie exactly on `limit`, and whether that is a pile: eight or more, and over four times what each of the
/// `neighbours` channels (steps of 1 towards the inside) holds on average. `inward` is +1 or -1.
bool chematology_is_piled(
    const double *values, size_t count, double limit, int inward, size_t neighbours, size_t *piled);

#endif
