// From a recording to the waves of every beat: the median of each shape is delineated, then its marks are laid on each beat, moved to
// where the beat's own P and T waves stand.
#include "cecg_delineate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "order.h"
#include "shapes.h"
#include "transfer.h"
#include "view.h"



/// How far a beat's own P and T waves may stand from where its shape's do.
enum { P_MOVES = MS(60), T_MOVES = MS(40) };
/// Likeness to the shape's wave that makes a P wave, and that a T wave is moved for.
static const float P_LIKE = 0.4f, T_LIKE = 0.3f;
/// What the beats of a shape have in common before the QRS, if that is a P wave. Fibrillation stays below 0.3.
static const float COMMON = 0.44f;
/// Likeness of what comes before a P wave to it, if both are flutter waves.
static const float REPEATED = 0.88f;

/// What is known of one shape.
typedef struct shape {
    float *sharp;
    float *smooth;
    view_waves waves;
    /// Samples to the beats around, as they usually are.
    int before, after;
    /// Its beats have P waves at one distance.
    int conducts;
} shape;

static int usual_gap(const shapes *shapes, int32_t which, int direction, int otherwise) {
    float gaps[64];
    size_t count = 0;
    for (size_t b = 0; b < shapes->beat_count && count < 64; b++) {
        if (shapes->beats[b].shape != which) continue;
        if (direction < 0 && b > 0) gaps[count++] = (float)(shapes->beats[b].at - shapes->beats[b - 1].at);
        if (direction > 0 && b + 1 < shapes->beat_count) gaps[count++] = (float)(shapes->beats[b + 1].at - shapes->beats[b].at);
    }
    return count > 0 ? (int)order_quantile(gaps, count, 0.5) : otherwise;
}

static int learn_shape(const prepared *wave, const shapes *shapes, int32_t which, const unsigned char *live, shape *out) {
    size_t length = wave->leads * WINDOW;
    out->sharp = malloc(length * sizeof *out->sharp);
    out->smooth = malloc(length * sizeof *out->smooth);
    if (!out->sharp || !out->smooth) return 0;
    shapes_median(wave->sharp, wave, shapes, which, out->sharp);
    shapes_median(wave->smooth, wave, shapes, which, out->smooth);
    out->before = usual_gap(shapes, which, -1, GRID);
    out->after = usual_gap(shapes, which, 1, out->before);
    view view = {wave->leads, live, out->sharp, out->smooth, out->before, out->after};
    find_qrs(&view, &out->waves);
    find_t(&view, &out->waves);
    int t_end = out->waves.common_t.offset;
    find_p(&view, t_end >= 0 ? t_end - out->before : -1, &out->waves);
    return 1;
}

static void find_live(const prepared *wave, unsigned char *live) {
    for (size_t lead = 0; lead < wave->leads; lead++) {
        const float *x = wave->sharp + lead * wave->count;
        live[lead] = 0;
        for (size_t i = 0; i < wave->count && !live[lead]; i++) live[lead] = x[i] > 1e-3f || x[i] < -1e-3f;
    }
}

static int allocate(cecg_delineation *out, size_t beats, size_t leads) {
    size_t spans = beats * leads + 1;
    out->leads = leads;
    out->beats = calloc(beats + 1, sizeof *out->beats);
    out->p = malloc(spans * sizeof *out->p);
    out->qrs = malloc(spans * sizeof *out->qrs);
    out->t = malloc(spans * sizeof *out->t);
    return out->beats && out->p && out->qrs && out->t;
}

/// A span of a view, on the grid; none if a part of it lies outside the recording.
static cecg_span placed(span from, int32_t at, int32_t shift, size_t count, double to_samples) {
    int64_t first = (int64_t)at - BEFORE + shift;
    if (from.onset < 0 || first + from.onset < 0 || first + from.offset >= (int64_t)count) return (cecg_span){-1, -1, -1};
    return (cecg_span){
        (int32_t)lround((double)(first + from.onset) * to_samples), (int32_t)lround((double)(first + from.peak) * to_samples),
        (int32_t)lround((double)(first + from.offset) * to_samples)};
}

static const cecg_span NONE = {-1, -1, -1};

static pattern_wave p_of(const shape *shape) {
    return (pattern_wave){shape->smooth, &shape->waves.common_p, shape->waves.p};
}

static pattern_wave t_of(const shape *shape) {
    return (pattern_wave){shape->smooth, &shape->waves.common_t, shape->waves.t};
}

/// The P wave of a beat: its shape's, or for a shape that has none of its own, the sinus beats'.
typedef struct found_p {
    const shape *shape;
    int32_t shift;
} found_p;

static found_p find_beat_p(const prepared *wave, const shaped_beat *beat, const shape *known, const shape *sinus) {
    const shape *own = &known[beat->shape];
    if (own->conducts) {
        transferred p = transfer(wave, beat->at, p_of(own), -P_MOVES, P_MOVES);
        if (p.likeness > P_LIKE) return (found_p){own, p.shift};
    } else if (sinus && sinus != own) {
        transferred p = transfer(wave, beat->at, p_of(sinus), -MS(60), MS(60));
        if (p.likeness > 0.8f && p.size > 0.5f && p.size < 2) return (found_p){sinus, p.shift};
    }
    return (found_p){NULL, 0};
}

static void lay_out(
    const prepared *wave, const shapes *shapes, const shape *known, const shape *sinus, size_t b, double to_samples,
    cecg_delineation *out) {
    const shaped_beat *beat = &shapes->beats[b];
    const shape *own = &known[beat->shape];
    transferred t = transfer(wave, beat->at, t_of(own), -T_MOVES, T_MOVES);
    int32_t t_shift = t.likeness > T_LIKE ? t.shift : 0;
    found_p p = find_beat_p(wave, beat, known, sinus);
    out->beats[b] = (cecg_beat){
        .at = (int32_t)lround(beat->at * to_samples), .shape = beat->shape, .likeness = beat->likeness,
        .p = p.shape ? placed(p.shape->waves.all_p, beat->at, p.shift, wave->count, to_samples) : NONE,
        .qrs = placed(own->waves.all_qrs, beat->at, 0, wave->count, to_samples),
        .t = placed(own->waves.all_t, beat->at, t_shift, wave->count, to_samples)};
    for (size_t lead = 0; lead < wave->leads; lead++) {
        size_t k = b * wave->leads + lead;
        out->p[k] = p.shape ? placed(p.shape->waves.p[lead], beat->at, p.shift, wave->count, to_samples) : NONE;
        out->qrs[k] = placed(own->waves.qrs[lead], beat->at, 0, wave->count, to_samples);
        out->t[k] = placed(own->waves.t[lead], beat->at, t_shift, wave->count, to_samples);
    }
}

static float height_of(const float *x, span wave) {
    float low = x[wave.onset], high = low;
    for (int i = wave.onset; i <= wave.offset; i++) {
        low = fminf(low, x[i]);
        high = fmaxf(high, x[i]);
    }
    return high - low;
}

/// How like its P wave is what comes 120 - 400 ms before it, as a median over the beats: in flutter one wave follows another.
static float repeats(const prepared *wave, const shapes *shapes, int32_t which, const shape *own) {
    float likes[24];
    size_t count = 0;
    for (size_t b = 1; b < shapes->beat_count && count < 24; b++) {
        if (shapes->beats[b].shape != which) continue;
        // Not into the beat before: its QRS end at least must be past.
        int gap = shapes->beats[b].at - shapes->beats[b - 1].at, room = own->waves.common_p.onset - BEFORE + gap - MS(160);
        if (room < MS(120)) continue;
        transferred other = transfer(wave, shapes->beats[b].at, p_of(own), -(room < MS(400) ? room : MS(400)), -MS(120));
        likes[count++] = other.size > 0.6f && other.size < 1.6f ? other.likeness : 0;
    }
    return order_quantile(likes, count, 0.5);
}

/// Whether the beats of a shape share a P wave.
static int shares_p(const prepared *wave, const shapes *shapes, int32_t which, const shape *own) {
    if (own->waves.common_p.onset < 0) return 0;
    float common = coherence(wave, shapes, which, p_of(own));
    float again = repeats(wave, shapes, which, own);
    // In one lead any two humps are alike; there the beats must differ as well.
    if (again > REPEATED && common < (wave->leads >= 6 ? 0.9f : 0.65f)) return 0;
    if (common >= 0 || shapes->members[which] > 2) return common > COMMON;
    // Two beats or one: a P wave has to be seen.
    float qrs = 0, p = 0;
    for (size_t lead = 0; lead < wave->leads; lead++) {
        if (own->waves.p[lead].onset < 0) continue;
        qrs = fmaxf(qrs, height_of(own->sharp + lead * WINDOW, own->waves.qrs[lead]));
        p = fmaxf(p, height_of(own->smooth + lead * WINDOW, own->waves.p[lead]));
    }
    return shapes->beat_count <= 4 && p > 0.03f * qrs;
}

int cecg_delineate(const cecg_signal *signal, cecg_delineation *out, char *message) {
    memset(out, 0, sizeof *out);
    int status = cecg_check(signal, message);
    if (status != CECG_OK) return status;
    prepared wave = {0};
    shapes found = {0};
    shape known[MAX_SHAPES] = {0};
    unsigned char live[CECG_MAX_LEADS];
    int complete = prepare(signal, &wave) && shapes_find(&wave, &found) && allocate(out, found.beat_count, wave.leads);
    if (complete) find_live(&wave, live);
    for (size_t s = 0; complete && s < found.shape_count; s++) {
        complete = learn_shape(&wave, &found, (int32_t)s, live, &known[s]);
        if (complete) known[s].conducts = shares_p(&wave, &found, (int32_t)s, &known[s]);
    }
    if (complete) {
        const shape *sinus = NULL;
        size_t most = 0;
        for (size_t s = 0; s < found.shape_count; s++)
            if (known[s].conducts && found.members[s] > most) {
                sinus = &known[s];
                most = found.members[s];
            }
        out->beat_count = found.beat_count;
        for (size_t b = 0; b < found.beat_count; b++) lay_out(&wave, &found, known, sinus, b, signal->rate / GRID, out);
    }
    for (size_t s = 0; s < MAX_SHAPES; s++) {
        free(known[s].sharp);
        free(known[s].smooth);
    }
    shapes_destroy(&found);
    prepared_destroy(&wave);
    if (complete) return CECG_OK;
    cecg_delineation_destroy(out);
    return cecg_fail_memory(message);
}

void cecg_delineation_destroy(cecg_delineation *out) {
    free(out->beats);
    free(out->p);
    free(out->qrs);
    free(out->t);
    memset(out, 0, sizeof *out);
}
