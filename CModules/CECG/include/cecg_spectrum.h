// The spectrum of heart rate.
#ifndef YIGONG_CECG_SPECTRUM_H
#define YIGONG_CECG_SPECTRUM_H

#include <stddef.h>

#include "cecg_status.h"

/// The power of the intervals between beats in three bands, in the square of their unit: 0.0033 - 0.04, 0.04 - 0.15 and
/// 0.15 - 0.4 Hz (Task Force of ESC and NASPE 1996). The intervals are resampled to 4 Hz and their spectrum estimated by Welch's
/// method over five minutes. `times` are the beats' seconds, rising; at least two minutes are needed.
int cecg_interval_power(const double *times, const double *intervals, size_t count, double *vlf, double *lf, double *hf);

#endif
