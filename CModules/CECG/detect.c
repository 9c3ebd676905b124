// QRS detection over all leads: the energy of the slope, against what beats nearby have.
#include "detect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cecg_signal.h"
#include "order.h"

enum {
    /// Windows whose largest energies, as a median, say what a beat has hereabouts.
    NEIGHBOURS = 7,
    /// Leads whose slopes are no more peaked than this are noise: their 99th percentile over their median.
    PEAKEDNESS = 4
};

/// Seconds of one such window: longer than any RR interval but a pause.
static const double WINDOW = 1.5;
/// Seconds after a beat in which there is no other.
static const double REFRACTORY = 0.2;
/// Parts of the energy of beats nearby that make a beat, and that make one where a beat is overdue.
static const float ACCEPTED = 0.34f, OVERDUE = 0.17f;

typedef struct peak {
    int32_t at;
    float height;
    float reference;
} peak;

typedef struct detector {
    size_t count;
    double rate;
    float *energy;
    float *scratch;
    peak *peaks;
    size_t peak_count;
} detector;

/// What one lead's slopes are like.
typedef struct lead_slope {
    /// The slope of its beats.
    float high;
    /// 0.05 to 1: the noisier, the less.
    float trust;
} lead_slope;

static lead_slope know_lead(const float *slope, size_t count, float *scratch) {
    size_t stride = count / 2048 + 1, taken = 0;
    for (size_t i = 0; i < count; i += stride) scratch[taken++] = slope[i];
    float high = order_quantile(scratch, taken, 0.985), middle = order_quantile(scratch, taken, 0.5);
    if (!(high > 0)) return (lead_slope){0, 0};
    return (lead_slope){high, fminf(1, fmaxf(0.05f, (high / (middle + 0.02f * high) - 2) / PEAKEDNESS))};
}

static void slope_of(const float *x, size_t count, size_t step, float *slope) {
    memset(slope, 0, count * sizeof *slope);
    for (size_t i = step; i + step < count; i++) slope[i] = fabsf(x[i + step] - x[i - step]);
}

static void moving_mean(float *values, float *scratch, size_t count, size_t half) {
    double sum = 0;
    memcpy(scratch, values, count * sizeof *values);
    for (size_t i = 0; i < half && i < count; i++) sum += scratch[i];
    for (size_t i = 0; i < count; i++) {
        if (i + half < count) sum += scratch[i + half];
        if (i > half) sum -= scratch[i - half - 1];
        values[i] = (float)fmax(0, sum / (double)(2 * half + 1));
    }
}

static void measure_energy(detector *d, const float *wave, size_t leads) {
    size_t step = (size_t)fmax(1, round(0.012 * d->rate));
    memset(d->energy, 0, d->count * sizeof *d->energy);
    if (d->count <= 2 * step) return;
    float *slope = malloc(d->count * sizeof *slope);
    if (!slope) return;
    lead_slope known[CECG_MAX_LEADS];
    float highest = 0;
    for (size_t lead = 0; lead < leads; lead++) {
        slope_of(wave + lead * d->count, d->count, step, slope);
        known[lead] = know_lead(slope, d->count, d->scratch);
        highest = fmaxf(highest, known[lead].high * known[lead].trust);
    }
    for (size_t lead = 0; lead < leads && highest > 0; lead++) {
        if (known[lead].high <= 0) continue;
        // Between one voice a lead and one voice a millivolt: a lead with small beats shows its P waves as large.
        float weight = known[lead].trust / sqrtf(known[lead].high * fmaxf(known[lead].high, highest));
        slope_of(wave + lead * d->count, d->count, step, slope);
        // Beyond three times what beats have is an artefact of one lead: it may not outshout the others.
        for (size_t i = 0; i < d->count; i++) {
            float u = fminf(slope[i] * weight, 3);
            d->energy[i] += u * u;
        }
    }
    free(slope);
    moving_mean(d->energy, d->scratch, d->count, (size_t)fmax(1, 0.045 * d->rate));
    for (size_t i = 0; i < d->count; i++) d->energy[i] = sqrtf(d->energy[i]);
}

/// Keeps the local maxima that have none higher within the refractory time.
static void find_peaks(detector *d) {
    int32_t reach = (int32_t)(REFRACTORY * d->rate);
    for (size_t i = 0; i < d->count; i++) {
        float height = d->energy[i];
        if (height <= 0 || (i > 0 && d->energy[i - 1] > height) || (i + 1 < d->count && d->energy[i + 1] >= height)) continue;
        peak *last = d->peak_count > 0 ? &d->peaks[d->peak_count - 1] : NULL;
        if (last && (int32_t)i - last->at < reach) {
            if (height > last->height) *last = (peak){(int32_t)i, height, 0};
        } else {
            d->peaks[d->peak_count++] = (peak){(int32_t)i, height, 0};
        }
    }
}

static void find_references(detector *d) {
    size_t length = (size_t)(WINDOW * d->rate), windows = d->count / length + 1;
    float *highest = calloc(windows, sizeof *highest);
    if (!highest) return;
    for (size_t p = 0; p < d->peak_count; p++) {
        size_t window = (size_t)d->peaks[p].at / length;
        if (window < windows) highest[window] = fmaxf(highest[window], d->peaks[p].height);
    }
    for (size_t p = 0; p < d->peak_count; p++) {
        size_t window = (size_t)d->peaks[p].at / length, first = window > NEIGHBOURS / 2 ? window - NEIGHBOURS / 2 : 0, taken = 0;
        float near[NEIGHBOURS];
        for (size_t w = first; w < windows && taken < NEIGHBOURS; w++)
            if (highest[w] > 0) near[taken++] = highest[w];
        d->peaks[p].reference = order_quantile(near, taken, 0.5);
    }
    free(highest);
}

/// A T wave follows its beat within 360 ms and has far less slope; a beat that early has nearly as much.
static int follows_as_t_wave(const detector *d, const peak *before, const peak *now) {
    return now->at - before->at < (int32_t)(0.36 * d->rate) && now->height < 0.55f * before->height;
}

/// A P wave stands shortly before a beat and has far less slope.
static int precedes_as_p_wave(const detector *d, const peak *now) {
    const peak *end = d->peaks + d->peak_count;
    for (const peak *next = now + 1; next < end && next->at - now->at < (int32_t)(0.3 * d->rate); next++)
        if (now->height < 0.5f * next->height) return 1;
    return 0;
}

static float usual_interval(const detector *d, const beat_list *list) {
    float recent[8];
    size_t taken = 0;
    for (size_t i = list->count; i > 1 && taken < 8; i--) recent[taken++] = (float)(list->at[i - 1] - list->at[i - 2]);
    return taken > 0 ? order_quantile(recent, taken, 0.5) : (float)d->rate;
}

/// Where a beat is overdue: the highest peak between that is still something.
static const peak *overdue(const detector *d, size_t first, size_t end) {
    const peak *best = NULL;
    for (size_t p = first; p < end; p++) {
        const peak *candidate = &d->peaks[p];
        if (candidate->height < OVERDUE * candidate->reference) continue;
        if (precedes_as_p_wave(d, candidate)) continue;
        if (first > 0 && candidate->at - d->peaks[first - 1].at < (int32_t)(0.36 * d->rate)) continue;
        if (!best || candidate->height > best->height) best = candidate;
    }
    return best;
}

static void accept(detector *d, beat_list *list) {
    size_t next = 0;
    const peak *before = NULL;
    for (size_t p = 0; p < d->peak_count; p++) {
        const peak *now = &d->peaks[p];
        if (now->height < ACCEPTED * now->reference || precedes_as_p_wave(d, now)) continue;
        if (before && follows_as_t_wave(d, before, now)) continue;
        if (before && (float)(now->at - before->at) > 1.6f * usual_interval(d, list)) {
            const peak *between = overdue(d, next, p);
            if (between && now->at - between->at > (int32_t)(0.3 * d->rate)) list->at[list->count++] = between->at;
        }
        list->at[list->count++] = now->at;
        before = now;
        next = p + 1;
    }
}

int detect_beats(const float *wave, size_t leads, size_t count, double rate, beat_list *list) {
    size_t room = (size_t)((double)count / (REFRACTORY * rate)) + 2;
    detector d = {.count = count, .rate = rate};
    *list = (beat_list){malloc(room * sizeof *list->at), 0};
    d.energy = malloc(count * sizeof *d.energy);
    d.scratch = malloc(count * sizeof *d.scratch);
    d.peaks = malloc(room * sizeof *d.peaks);
    int complete = list->at && d.energy && d.scratch && d.peaks;
    if (complete) {
        measure_energy(&d, wave, leads);
        find_peaks(&d);
        find_references(&d);
        accept(&d, list);
    }
    free(d.energy);
    free(d.scratch);
    free(d.peaks);
    return complete;
}
