// Recordings of hours: beats and their shapes, a block at a time.
#ifndef YIGONG_CECG_SURVEY_H
#define YIGONG_CECG_SURVEY_H

#include <stdint.h>

#include "cecg_signal.h"
#include "cecg_status.h"

/// A beat of a long recording.
typedef struct cecg_long_beat {
    /// Samples from the start of the recording.
    int64_t at;
    int32_t shape;
    float likeness;
} cecg_long_beat;

/// What is remembered from block to block.
typedef struct cecg_survey cecg_survey;

/// Null where there is no memory. `leads` at most CECG_MAX_LEADS.
cecg_survey *cecg_survey_create(size_t leads, double rate);
void cecg_survey_destroy(cecg_survey *survey);

/// Finds the beats of one block, which begins at sample `first` of the recording. Blocks overlap, so that no beat lies at an end:
/// only beats from `keep_from` to `keep_end`, samples of the block, are kept. A minute or more is a good block.
int cecg_survey_add(
    cecg_survey *survey, const cecg_signal *block, int64_t first, size_t keep_from, size_t keep_end, char *message);

/// The beats so far, in order; they belong to the survey.
const cecg_long_beat *cecg_survey_beats(const cecg_survey *survey, size_t *count);
/// How many shapes there are, at most 12.
size_t cecg_survey_shapes(const cecg_survey *survey);

#endif
