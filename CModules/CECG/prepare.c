#include "prepare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cecg_filter.h"
#include "filter.h"

/// Catmull-Rom between samples: the signal was filtered far below half its rate, so that nothing finer is lost.
static void resample(const float *from, size_t count, double rate, float *to, size_t to_count) {
    for (size_t i = 0; i < to_count; i++) {
        double at = (double)i * rate / GRID;
        size_t k = (size_t)at;
        if (k + 1 >= count) {
            to[i] = from[count - 1];
            continue;
        }
        float t = (float)(at - (double)k), b = from[k], c = from[k + 1];
        float a = k > 0 ? from[k - 1] : 2 * b - c, d = k + 2 < count ? from[k + 2] : 2 * c - b;
        to[i] = b + 0.5f * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    }
}

/// One filtered copy on the grid.
static float *filtered(const cecg_signal *signal, const cecg_filter *filter, size_t grid_count, float *scratch) {
    if (cecg_filter_apply(filter, signal, scratch, NULL) != CECG_OK) return NULL;
    float *out = malloc(signal->leads * grid_count * sizeof *out);
    if (!out) return NULL;
    for (size_t lead = 0; lead < signal->leads; lead++) {
        const float *from = scratch + lead * signal->count;
        if (signal->rate == GRID) memcpy(out + lead * grid_count, from, grid_count * sizeof *out);
        else resample(from, signal->count, signal->rate, out + lead * grid_count, grid_count);
    }
    return out;
}

/// A copy without gaps and without pacemaker spikes.
static float *cleaned(const cecg_signal *signal, spike_list *spikes) {
    float *out = malloc(signal->leads * signal->count * sizeof *out);
    if (!out) return NULL;
    for (size_t lead = 0; lead < signal->leads; lead++)
        cecg_bridge(signal->samples + lead * signal->count, out + lead * signal->count, signal->count);
    if (!pacer_find(out, signal->leads, signal->count, signal->rate, spikes)) {
        free(out);
        return NULL;
    }
    pacer_bridge(out, signal->leads, signal->count, signal->rate, spikes);
    return out;
}

static const cecg_filter SHARP = {.high_pass = 0.5, .low_pass = 40}, SMOOTH = {.high_pass = 0.5, .low_pass = 15};
static const cecg_filter FULL = {.high_pass = 0.3, .low_pass = 200}, BEATING = {.high_pass = 8, .low_pass = 30};

static int prepare_filtered(const cecg_signal *signal, int beats_alone, prepared *out) {
    *out = (prepared){.leads = signal->leads};
    out->count = signal->rate == GRID ? signal->count : (size_t)((double)signal->count * GRID / signal->rate);
    if (out->count == 0) out->count = 1;
    float *clean = cleaned(signal, &out->spikes), *scratch = malloc(signal->leads * signal->count * sizeof *scratch), *beating = NULL;
    int complete = clean && scratch;
    if (complete) {
        cecg_signal from = {clean, signal->leads, signal->count, signal->rate};
        out->sharp = filtered(&from, &SHARP, out->count, scratch);
        beating = filtered(&from, &BEATING, out->count, scratch);
        complete = out->sharp && beating;
        if (!beats_alone) {
            out->smooth = filtered(&from, &SMOOTH, out->count, scratch);
            out->full = filtered(&from, &FULL, out->count, scratch);
            complete = complete && out->smooth && out->full;
        }
    }
    complete = complete && detect_beats(beating, out->leads, out->count, GRID, &out->beats);
    free(clean);
    free(scratch);
    free(beating);
    if (!complete) prepared_destroy(out);
    return complete;
}

int prepare(const cecg_signal *signal, prepared *out) {
    return prepare_filtered(signal, 0, out);
}

int prepare_beats(const cecg_signal *signal, prepared *out) {
    return prepare_filtered(signal, 1, out);
}

void prepared_destroy(prepared *prepared) {
    free(prepared->sharp);
    free(prepared->smooth);
    free(prepared->full);
    free(prepared->beats.at);
    free(prepared->spikes.at);
    prepared->sharp = prepared->smooth = prepared->full = NULL;
    prepared->beats = (beat_list){NULL, 0};
    prepared->spikes = (spike_list){NULL, 0};
}
