#ifndef YIGONG_CECG_TRANSFER_H
#define YIGONG_CECG_TRANSFER_H

#include "view.h"

/// A wave of a median: its span in the median of the leads and in each, and the median's leads × WINDOW smooth samples.
typedef struct pattern_wave {
    const float *median;
    const span *common;
    const span *leads;
} pattern_wave;

/// Where a wave of a median stands in one beat.
typedef struct transferred {
    /// Samples later than in the median.
    int32_t shift;
    /// Correlation over all leads, -1 to 1; -1 where the median has no such wave.
    float likeness;
    /// The beat's wave over the median's.
    float size;
} transferred;

/// Slides the wave over the beat at `at`, from `first` to `last` samples off its place.
transferred transfer(const prepared *wave, int32_t at, pattern_wave pattern, int32_t first, int32_t last);

/// How much of what the beats of a shape have where the median has the wave is common to all of them: 1 for equal waves, 0 for
/// activity that comes at any time, as in atrial fibrillation. -1 for fewer than three beats.
float coherence(const prepared *wave, const shapes *shapes, int32_t which, pattern_wave pattern);

#endif
