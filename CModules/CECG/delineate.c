// From a recording to the waves of every beat: the median of each shape is delineated, then its marks are laid on each beat, moved to
// where the beat's own P and T waves stand.
#include "cecg_delineate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "learned_shape.h"

_Static_assert((int)CECG_MEDIAN_RATE == (int)GRID && (int)CECG_MEDIAN_COUNT == (int)WINDOW && (int)CECG_MEDIAN_AT == (int)BEFORE,
               "medians leave as they are");

/// Likeness to the shape's wave that makes a P wave, and that a T wave is moved for.
static const float P_LIKE = 0.4f, T_LIKE = 0.3f;
/// A beat whose own shape has no P wave may have that of the sinus beats, if it is this like them and of such a size.
static const float SINUS_LIKE = 0.8f, SMALLEST = 0.5f, LARGEST = 2;

static const cecg_span NONE = {-1, -1, -1};

/// All that one delineation works on.
typedef struct work {
    prepared wave;
    shape_book *book;
    shapes shapes;
    learned_shape known[MAX_SHAPES];
    /// The most frequent shape that has P waves; null where none has.
    const learned_shape *sinus;
    /// Samples of the signal in one of the grid.
    double to_samples;
} work;

/// A span of a view, in samples of the signal; none if a part of it lies outside the recording.
static cecg_span placed(const work *work, span from, int32_t at, int32_t shift) {
    int64_t first = (int64_t)at - BEFORE + shift;
    if (from.onset < 0 || first + from.onset < 0 || first + from.offset >= (int64_t)work->wave.count) return NONE;
    return (cecg_span){
        (int32_t)lround((double)(first + from.onset) * work->to_samples), (int32_t)lround((double)(first + from.peak) * work->to_samples),
        (int32_t)lround((double)(first + from.offset) * work->to_samples)};
}

/// The P wave of a beat: its shape's, or for a shape that has none of its own, the sinus beats'.
typedef struct found_p {
    const learned_shape *shape;
    int32_t shift;
} found_p;

static found_p find_beat_p(const work *work, const shaped_beat *beat) {
    const learned_shape *own = &work->known[beat->shape], *sinus = work->sinus;
    if (own->conducts) {
        transferred p = transfer(&work->wave, beat->at, p_pattern(own), -P_MOVES, P_MOVES);
        if (p.likeness > P_LIKE) return (found_p){own, p.shift};
    } else if (sinus && sinus != own) {
        transferred p = transfer(&work->wave, beat->at, p_pattern(sinus), -P_MOVES, P_MOVES);
        if (p.likeness > SINUS_LIKE && p.size > SMALLEST && p.size < LARGEST) return (found_p){sinus, p.shift};
    }
    return (found_p){NULL, 0};
}

static void lay_out(const work *work, size_t b, cecg_delineation *out) {
    const shaped_beat *beat = &work->shapes.beats[b];
    const learned_shape *own = &work->known[beat->shape];
    transferred t = transfer(&work->wave, beat->at, t_pattern(own), -T_MOVES, T_MOVES);
    int32_t t_shift = t.likeness > T_LIKE ? t.shift : 0;
    found_p p = find_beat_p(work, beat);
    out->beats[b] = (cecg_beat){
        .at = (int32_t)lround(beat->at * work->to_samples), .shape = beat->shape, .likeness = beat->likeness,
        .p = p.shape ? placed(work, p.shape->waves.all_p, beat->at, p.shift) : NONE,
        .qrs = placed(work, own->waves.all_qrs, beat->at, 0),
        .t = placed(work, own->waves.all_t, beat->at, t_shift)};
    for (size_t lead = 0; lead < out->leads; lead++) {
        size_t k = b * out->leads + lead;
        out->p[k] = p.shape ? placed(work, p.shape->waves.p[lead], beat->at, p.shift) : NONE;
        out->qrs[k] = placed(work, own->waves.qrs[lead], beat->at, 0);
        out->t[k] = placed(work, own->waves.t[lead], beat->at, t_shift);
    }
}

static cecg_span outward(span from) {
    return from.onset < 0 ? NONE : (cecg_span){from.onset, from.peak, from.offset};
}

static int hand_over_median(const work *work, size_t s, cecg_median *out) {
    size_t leads = work->wave.leads;
    const learned_shape *known = &work->known[s];
    out->members = work->shapes.members[s];
    out->samples = malloc(leads * WINDOW * sizeof *out->samples);
    out->lead_p = malloc(leads * sizeof *out->lead_p);
    out->lead_qrs = malloc(leads * sizeof *out->lead_qrs);
    out->lead_t = malloc(leads * sizeof *out->lead_t);
    if (!out->samples || !out->lead_p || !out->lead_qrs || !out->lead_t) return 0;
    shapes_median(work->wave.full, &work->wave, &work->shapes, (int32_t)s, out->samples);
    out->coherence = known->coherence;
    out->repetition = known->repetition;
    out->p = known->conducts ? outward(known->waves.all_p) : NONE;
    out->qrs = outward(known->waves.all_qrs);
    out->t = outward(known->waves.all_t);
    for (size_t lead = 0; lead < leads; lead++) {
        out->lead_p[lead] = known->conducts ? outward(known->waves.p[lead]) : NONE;
        out->lead_qrs[lead] = outward(known->waves.qrs[lead]);
        out->lead_t[lead] = outward(known->waves.t[lead]);
    }
    return 1;
}

static int learn(work *work) {
    unsigned char live[CECG_MAX_LEADS];
    size_t most = 0;
    find_live(&work->wave, live);
    for (size_t s = 0; s < work->shapes.shape_count; s++) {
        if (!learn_shape(&work->wave, &work->shapes, (int32_t)s, live, &work->known[s])) return 0;
        if (work->known[s].conducts && work->shapes.members[s] > most) {
            most = work->shapes.members[s];
            work->sinus = &work->known[s];
        }
    }
    return 1;
}

static int hand_over(work *work, cecg_delineation *out) {
    size_t beats = work->shapes.beat_count, spans = beats * work->wave.leads + 1;
    out->leads = work->wave.leads;
    out->beats = calloc(beats + 1, sizeof *out->beats);
    out->p = malloc(spans * sizeof *out->p);
    out->qrs = malloc(spans * sizeof *out->qrs);
    out->t = malloc(spans * sizeof *out->t);
    out->medians = calloc(work->shapes.shape_count + 1, sizeof *out->medians);
    if (!out->beats || !out->p || !out->qrs || !out->t || !out->medians) return 0;
    out->beat_count = beats;
    out->median_count = work->shapes.shape_count;
    for (size_t b = 0; b < beats; b++) lay_out(work, b, out);
    for (size_t s = 0; s < out->median_count; s++)
        if (!hand_over_median(work, s, &out->medians[s])) return 0;
    out->spikes = work->wave.spikes.at;
    out->spike_count = work->wave.spikes.count;
    work->wave.spikes = (spike_list){NULL, 0};
    return 1;
}

int cecg_delineate(const cecg_signal *signal, cecg_delineation *out, char *message) {
    memset(out, 0, sizeof *out);
    int status = cecg_check(signal, message);
    if (status != CECG_OK) return status;
    work *work = calloc(1, sizeof *work);
    if (!work) return cecg_fail_memory(message);
    work->to_samples = signal->rate / GRID;
    work->book = shape_book_create();
    int complete = work->book && prepare(signal, &work->wave) && shapes_find(&work->wave, work->book, &work->shapes) && learn(work)
        && hand_over(work, out);
    for (size_t s = 0; s < MAX_SHAPES; s++) learned_shape_destroy(&work->known[s]);
    shape_book_destroy(work->book);
    shapes_destroy(&work->shapes);
    prepared_destroy(&work->wave);
    free(work);
    if (complete) return CECG_OK;
    cecg_delineation_destroy(out);
    return cecg_fail_memory(message);
}

void cecg_delineation_destroy(cecg_delineation *out) {
    for (size_t s = 0; s < out->median_count; s++) {
        free(out->medians[s].samples);
        free(out->medians[s].lead_p);
        free(out->medians[s].lead_qrs);
        free(out->medians[s].lead_t);
    }
    free(out->medians);
    free(out->beats);
    free(out->p);
    free(out->qrs);
    free(out->t);
    free(out->spikes);
    memset(out, 0, sizeof *out);
}
