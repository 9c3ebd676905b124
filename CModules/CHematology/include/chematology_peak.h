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
/// beside it would rise by more than 2 % of its height. Of a slope twice the least difference between
/// two neighbours is left out: a curve that is counted in steps has that much beside any flat stretch. False in `is_saturated` for an empty curve.
chematology_top chematology_find_top(const double *counts, size_t count);

/// Whether events pile up at the upper end of `low` … `high` (at the lower one where `is_lower`), because the instrument measures no further. The
/// outermost value has to be next to the end: instruments stop at the last channel, one below the range. Then either eight events or more
/// have that very value, over four times what a channel holds on average in the sixty-fourth of the range beside it; or, as instruments
/// scatter them that hide the pile, that sixty-fourth holds 32 events or more, and over four times what the next one holds.
bool chematology_is_piled(const double *values, size_t count, double low, double high, bool is_lower);

#endif
