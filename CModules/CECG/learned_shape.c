#include "learned_shape.h"

#include <math.h>
#include <stdlib.h>

#include "order.h"

/// What the beats of a shape have in common before the QRS, if that is a P wave. Fibrillation stays below 0.3.
static const float COMMON = 0.44f;
/// Likeness of what comes before a P wave to it, if both are flutter waves.
static const float REPEATED = 0.88f;
/// A P wave is at least this part of its QRS; of a beat seen once or twice it has to be more.
static const float LEAST = 0.006f, LEAST_ONCE = 0.03f;

void find_live(const prepared *wave, unsigned char *live) {
    float size[CECG_MAX_LEADS], largest = 0;
    for (size_t lead = 0; lead < wave->leads; lead++) {
        const float *x = wave->sharp + lead * wave->count;
        size[lead] = 0;
        for (size_t i = 0; i < wave->count; i++) size[lead] = fmaxf(size[lead], fabsf(x[i]));
        largest = fmaxf(largest, size[lead]);
    }
    for (size_t lead = 0; lead < wave->leads; lead++) live[lead] = size[lead] > 1e-4f * largest;
}

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

pattern_wave p_pattern(const learned_shape *shape) {
    return (pattern_wave){shape->smooth, &shape->waves.common_p, shape->waves.p};
}

pattern_wave t_pattern(const learned_shape *shape) {
    return (pattern_wave){shape->smooth, &shape->waves.common_t, shape->waves.t};
}

/// How like its P wave is what comes 120 - 400 ms before it, as a median over the beats: in flutter one wave follows another.
static float repetition_of(const prepared *wave, const shapes *shapes, int32_t which, const learned_shape *own) {
    enum { ENOUGH = 24 };
    float likes[ENOUGH];
    size_t count = 0;
    for (size_t b = 1; b < shapes->beat_count && count < ENOUGH; b++) {
        if (shapes->beats[b].shape != which) continue;
        // Not into the QRS of the beat before.
        int gap = shapes->beats[b].at - shapes->beats[b - 1].at, room = own->waves.common_p.onset - BEFORE + gap - MS(160);
        if (room < MS(120)) continue;
        transferred other = transfer(wave, shapes->beats[b].at, p_pattern(own), -(room < MS(400) ? room : MS(400)), -MS(120));
        likes[count++] = other.size > 0.6f && other.size < 1.6f ? other.likeness : 0;
    }
    return order_quantile(likes, count, 0.5);
}

static float height_of(const float *x, span wave) {
    float low = x[wave.onset], high = low;
    for (int i = wave.onset; i <= wave.offset; i++) {
        low = fminf(low, x[i]);
        high = fmaxf(high, x[i]);
    }
    return high - low;
}

/// The P wave over the QRS, each in the lead that shows it best.
static float relative_height(const prepared *wave, const learned_shape *own) {
    float qrs = 0, p = 0;
    for (size_t lead = 0; lead < wave->leads; lead++) {
        if (own->waves.p[lead].onset < 0) continue;
        qrs = fmaxf(qrs, height_of(own->sharp + lead * WINDOW, own->waves.qrs[lead]));
        p = fmaxf(p, height_of(own->smooth + lead * WINDOW, own->waves.p[lead]));
    }
    return qrs > 0 ? p / qrs : 0;
}

static int conducts(const prepared *wave, const shapes *shapes, int32_t which, const learned_shape *own) {
    if (own->waves.common_p.onset < 0) return 0;
    float height = relative_height(wave, own);
    if (height < LEAST) return 0;
    // One or two beats cannot show that the wave comes again.
    if (own->coherence < 0 && shapes->members[which] < 3) return shapes->beat_count <= 4 && height > LEAST_ONCE;
    // In one lead any two humps are alike; there the beats must differ as well.
    if (own->repetition > REPEATED && own->coherence < (wave->leads >= 6 ? 0.9f : 0.65f)) return 0;
    return own->coherence > COMMON;
}

int learn_shape(const prepared *wave, const shapes *shapes, int32_t which, const unsigned char *live, learned_shape *out) {
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
    out->coherence = coherence(wave, shapes, which, p_pattern(out));
    out->repetition = repetition_of(wave, shapes, which, out);
    out->conducts = conducts(wave, shapes, which, out);
    return 1;
}

void learned_shape_destroy(learned_shape *shape) {
    free(shape->sharp);
    free(shape->smooth);
    shape->sharp = shape->smooth = NULL;
}
