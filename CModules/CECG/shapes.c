// Beats sorted by shape, aligned, and their medians.
#include "shapes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HALF = MS(70), STRIDE = 4, POINTS = 2 * HALF / STRIDE + 1, REACH = MS(40) };

/// Likeness that makes two beats one shape.
static const float SAME_SHAPE = 0.88f;

typedef struct pattern {
    float values[CECG_MAX_LEADS * POINTS];
} pattern;

/// The QRS around `at` in all leads, without its mean and of length 1. A sample beyond the ends is 0.
static void take_pattern(const prepared *wave, int32_t at, const float *weights, pattern *out) {
    double energy = 0;
    size_t k = 0;
    for (size_t lead = 0; lead < wave->leads; lead++) {
        const float *x = wave->sharp + lead * wave->count;
        double sum = 0;
        size_t first = k;
        for (int i = 0; i < POINTS; i++, k++) {
            int64_t from = (int64_t)at - HALF + i * STRIDE;
            out->values[k] = from >= 0 && from < (int64_t)wave->count ? x[from] * weights[lead] : 0;
            sum += out->values[k];
        }
        for (size_t j = first; j < k; j++) {
            out->values[j] -= (float)(sum / POINTS);
            energy += (double)out->values[j] * out->values[j];
        }
    }
    float scale = energy > 0 ? (float)(1 / sqrt(energy)) : 0;
    for (size_t j = 0; j < k; j++) out->values[j] *= scale;
}

static float likeness(const pattern *a, const pattern *b, size_t count) {
    float sum = 0;
    for (size_t i = 0; i < count; i++) sum += a->values[i] * b->values[i];
    return sum;
}

/// Leads speak alike: each by one over the root of its size.
static void weigh_leads(const prepared *wave, float *weights) {
    for (size_t lead = 0; lead < wave->leads; lead++) {
        const float *x = wave->sharp + lead * wave->count;
        double energy = 0;
        for (size_t i = 0; i < wave->count; i += STRIDE) energy += (double)x[i] * x[i];
        weights[lead] = energy > 0 ? (float)(1 / sqrt(sqrt(energy))) : 0;
    }
}

typedef struct fit {
    int32_t shape;
    int32_t shift;
    float likeness;
} fit;

static fit best_fit(const prepared *wave, int32_t at, const float *weights, const pattern *known, size_t known_count, int reach, int step) {
    fit best = {-1, 0, -2};
    pattern tried;
    for (int shift = -reach; shift <= reach; shift += step) {
        take_pattern(wave, at + shift, weights, &tried);
        for (size_t s = 0; s < known_count; s++) {
            float like = likeness(&tried, &known[s], wave->leads * POINTS);
            if (like > best.likeness) best = (fit){(int32_t)s, shift, like};
        }
    }
    return best;
}

static void blend(pattern *into, const pattern *more, size_t members, size_t count) {
    // Up to eight beats make a shape; later ones still move it a little, as it changes over hours.
    float part = 1.0f / (float)(members < 8 ? members + 1 : 9);
    for (size_t i = 0; i < count; i++) into->values[i] += (more->values[i] - into->values[i]) * part;
    double energy = 0;
    for (size_t i = 0; i < count; i++) energy += (double)into->values[i] * into->values[i];
    float scale = energy > 0 ? (float)(1 / sqrt(energy)) : 0;
    for (size_t i = 0; i < count; i++) into->values[i] *= scale;
}

struct shape_book {
    size_t count;
    size_t members[MAX_SHAPES];
    pattern patterns[MAX_SHAPES];
};

shape_book *shape_book_create(void) {
    return calloc(1, sizeof(shape_book));
}

void shape_book_destroy(shape_book *book) {
    free(book);
}

size_t shape_book_count(const shape_book *book) {
    return book->count;
}

/// Finds one beat's shape, or opens a new one for it.
static shaped_beat sort_in(const prepared *wave, int32_t at, const float *weights, shape_book *book) {
    pattern now;
    size_t size = wave->leads * POINTS;
    fit fitted = best_fit(wave, at, weights, book->patterns, book->count, REACH, 4);
    if (fitted.likeness < SAME_SHAPE && book->count < MAX_SHAPES) {
        take_pattern(wave, at, weights, &book->patterns[book->count]);
        book->members[book->count] = 1;
        return (shaped_beat){at, (int32_t)book->count++, 1};
    }
    fit fine = best_fit(wave, at + fitted.shift, weights, &book->patterns[fitted.shape], 1, 3, 1);
    int32_t place = at + fitted.shift + fine.shift;
    if (fine.likeness >= SAME_SHAPE) {
        take_pattern(wave, place, weights, &now);
        blend(&book->patterns[fitted.shape], &now, book->members[fitted.shape], size);
    }
    book->members[fitted.shape]++;
    return (shaped_beat){place, fitted.shape, fine.likeness};
}

int shapes_find(const prepared *wave, shape_book *book, shapes *out) {
    *out = (shapes){.beats = calloc(wave->beats.count + 1, sizeof *out->beats), .beat_count = wave->beats.count};
    if (!out->beats) return 0;
    float weights[CECG_MAX_LEADS];
    weigh_leads(wave, weights);
    for (size_t b = 0; b < out->beat_count; b++) {
        out->beats[b] = sort_in(wave, wave->beats.at[b], weights, book);
        out->members[out->beats[b].shape]++;
    }
    out->shape_count = book->count;
    return 1;
}

void shapes_destroy(shapes *shapes) {
    free(shapes->beats);
    shapes->beats = NULL;
}

/// Samples whose medians are found together.
enum { BATCH = 8 };

/// Sorts the values of each of a batch of samples over the beats: the same comparisons for all, so that they run side by side.
static void sort_batch(float rows[][BATCH], size_t count) {
    for (size_t round = 0; round < count; round++)
        for (size_t i = round % 2; i + 1 < count; i += 2)
            for (int k = 0; k < BATCH; k++) {
                float low = fminf(rows[i][k], rows[i + 1][k]), high = fmaxf(rows[i][k], rows[i + 1][k]);
                rows[i][k] = low;
                rows[i + 1][k] = high;
            }
}

/// The median of a batch of samples, the first at `offset` from where the window of each beat begins.
static void median_batch(const float *x, size_t length, const shaped_beat **chosen, size_t beats, int offset, float *out) {
    float rows[MEDIAN_BEATS][BATCH];
    size_t inside = 0;
    for (size_t c = 0; c < beats; c++) {
        int64_t from = (int64_t)chosen[c]->at - BEFORE + offset;
        if (from < 0 || from + BATCH > (int64_t)length) continue;
        memcpy(rows[inside++], x + from, sizeof rows[0]);
    }
    sort_batch(rows, inside);
    for (int k = 0; k < BATCH; k++)
        out[k] = inside == 0 ? 0 : inside % 2 ? rows[inside / 2][k] : 0.5f * (rows[inside / 2 - 1][k] + rows[inside / 2][k]);
}

void shapes_median(const float *wave, const prepared *size, const shapes *shapes, int32_t shape, float *out) {
    _Static_assert(WINDOW % BATCH == 0, "a window is made of whole batches");
    const shaped_beat *chosen[MEDIAN_BEATS];
    size_t members = shapes->members[shape], step = (members + MEDIAN_BEATS - 1) / MEDIAN_BEATS, seen = 0, taken = 0;
    for (size_t b = 0; b < shapes->beat_count && taken < MEDIAN_BEATS; b++)
        if (shapes->beats[b].shape == shape && seen++ % step == 0) chosen[taken++] = &shapes->beats[b];
    for (size_t lead = 0; lead < size->leads; lead++)
        for (int i = 0; i < WINDOW; i += BATCH)
            median_batch(wave + lead * size->count, size->count, chosen, taken, i, out + lead * WINDOW + (size_t)i);
}
