#include "cecg_survey.h"

#include <math.h>
#include <stdlib.h>

#include "fail.h"
#include "shapes.h"

struct cecg_survey {
    size_t leads;
    double rate;
    shape_book *book;
    cecg_long_beat *beats;
    size_t count;
    size_t room;
};

cecg_survey *cecg_survey_create(size_t leads, double rate) {
    cecg_survey *survey = calloc(1, sizeof *survey);
    if (!survey) return NULL;
    *survey = (cecg_survey){.leads = leads, .rate = rate, .book = shape_book_create()};
    if (survey->book) return survey;
    free(survey);
    return NULL;
}

void cecg_survey_destroy(cecg_survey *survey) {
    if (!survey) return;
    shape_book_destroy(survey->book);
    free(survey->beats);
    free(survey);
}

static int make_room(cecg_survey *survey, size_t more) {
    if (survey->count + more <= survey->room) return 1;
    size_t room = survey->room ? survey->room * 2 : 4096;
    while (room < survey->count + more) room *= 2;
    cecg_long_beat *beats = realloc(survey->beats, room * sizeof *beats);
    if (!beats) return 0;
    survey->beats = beats;
    survey->room = room;
    return 1;
}

/// Adds the beats that are kept; where two blocks moved one beat across their border, it is taken once.
static void keep(cecg_survey *survey, const shapes *found, int64_t first, size_t from, size_t end) {
    int64_t apart = (int64_t)(0.15 * survey->rate);
    for (size_t b = 0; b < found->beat_count; b++) {
        double at = round((double)found->beats[b].at * survey->rate / GRID);
        if (at < (double)from || at >= (double)end) continue;
        int64_t sample = first + (int64_t)at;
        if (survey->count > 0 && sample - survey->beats[survey->count - 1].at < apart) continue;
        survey->beats[survey->count++] = (cecg_long_beat){sample, found->beats[b].shape, found->beats[b].likeness};
    }
}

int cecg_survey_add(
    cecg_survey *survey, const cecg_signal *block, int64_t first, size_t keep_from, size_t keep_end, char *message) {
    int status = cecg_check(block, message);
    if (status != CECG_OK) return status;
    if (block->leads != survey->leads || block->rate != survey->rate)
        return cecg_fail(message, CECG_BAD_ARGUMENT, "a block of %zu leads in a survey of %zu", block->leads, survey->leads);
    prepared wave = {0};
    shapes found = {0};
    int complete = prepare_beats(block, &wave) && shapes_find(&wave, survey->book, &found) && make_room(survey, found.beat_count);
    if (complete) keep(survey, &found, first, keep_from, keep_end);
    shapes_destroy(&found);
    prepared_destroy(&wave);
    return complete ? CECG_OK : cecg_fail_memory(message);
}

const cecg_long_beat *cecg_survey_beats(const cecg_survey *survey, size_t *count) {
    *count = survey->count;
    return survey->beats;
}

size_t cecg_survey_shapes(const cecg_survey *survey) {
    return shape_book_count(survey->book);
}
