#include "transfer.h"

#include <math.h>
#include <string.h>

/// Filtered to 15 Hz: every second sample says it all.
enum { STEP = 2 };

/// The samples compared: the wave and a little to both sides.
typedef struct stretch {
    int first;
    int count;
} stretch;

static stretch stretch_of(const span *wave) {
    int first = wave->onset - MS(16) > 0 ? wave->onset - MS(16) : 0, end = wave->offset + MS(16) < WINDOW ? wave->offset + MS(16) : WINDOW;
    return (stretch){first, end - first};
}

/// One lead's samples without their own straight line from end to end: a slope is not a wave. Returns how many there are.
static int flattened(const float *x, int count, float *out) {
    float rise = (x[count - 1] - x[0]) / (float)(count - 1);
    int taken = 0;
    for (int i = 0; i < count; i += STEP) out[taken++] = x[i] - x[0] - rise * (float)i;
    return taken;
}

enum { MOST = WINDOW / STEP };

/// The wave of a median, flattened once for all places where it is looked for.
typedef struct prepared_wave {
    stretch of;
    size_t leads;
    int taken;
    /// Which leads have the wave, and what each shows of it.
    size_t lead[CECG_MAX_LEADS];
    float samples[CECG_MAX_LEADS][MOST];
    double energy;
} prepared_wave;

static int prepare_wave(const prepared *wave, pattern_wave pattern, prepared_wave *out) {
    out->leads = 0;
    out->energy = 0;
    if (pattern.common->onset < 0) return 0;
    out->of = stretch_of(pattern.common);
    if (out->of.count < MS(20)) return 0;
    for (size_t lead = 0; lead < wave->leads; lead++) {
        if (pattern.leads[lead].onset < 0) continue;
        float *own = out->samples[out->leads];
        out->taken = flattened(pattern.median + lead * WINDOW + out->of.first, out->of.count, own);
        for (int i = 0; i < out->taken; i++) out->energy += (double)own[i] * own[i];
        out->lead[out->leads++] = lead;
    }
    return out->energy > 0;
}

/// The wave laid on the beat at one place. A likeness of -1 where that is outside the recording.
static transferred lay(const prepared *wave, const prepared_wave *pattern, int32_t at, int32_t shift) {
    int64_t from = (int64_t)at - BEFORE + pattern->of.first + shift;
    if (from < 0 || from + pattern->of.count > (int64_t)wave->count) return (transferred){shift, -1, 0};
    double product = 0, energy = 0;
    for (size_t k = 0; k < pattern->leads; k++) {
        float beat[MOST], both = 0, own = 0;
        flattened(wave->smooth + pattern->lead[k] * wave->count + from, pattern->of.count, beat);
        for (int i = 0; i < pattern->taken; i++) {
            both += pattern->samples[k][i] * beat[i];
            own += beat[i] * beat[i];
        }
        product += both;
        energy += own;
    }
    if (!(energy > 0)) return (transferred){shift, -1, 0};
    return (transferred){shift, (float)(product / sqrt(pattern->energy * energy)), (float)sqrt(energy / pattern->energy)};
}

transferred transfer(const prepared *wave, int32_t at, pattern_wave pattern, int32_t first, int32_t last) {
    enum { COARSE = 4 };
    transferred best = {0, -1, 0};
    prepared_wave known;
    if (!prepare_wave(wave, pattern, &known)) return best;
    for (int32_t shift = first; shift <= last; shift += COARSE) {
        transferred now = lay(wave, &known, at, shift);
        if (now.likeness > best.likeness) best = now;
    }
    int32_t coarse = best.shift;
    for (int32_t shift = coarse - COARSE + 1; best.likeness > -1 && shift < coarse + COARSE; shift++) {
        if (shift < first || shift > last || shift == coarse) continue;
        transferred now = lay(wave, &known, at, shift);
        if (now.likeness > best.likeness) best = now;
    }
    return best;
}

float coherence(const prepared *wave, const shapes *shapes, int32_t which, pattern_wave pattern) {
    enum { ENOUGH = 24 };
    stretch of = stretch_of(pattern.common);
    if (pattern.common->onset < 0 || of.count < MS(20)) return -1;
    double of_mean = 0, of_each = 0;
    int beats = 0;
    for (size_t lead = 0; lead < wave->leads; lead++) {
        if (pattern.leads[lead].onset < 0) continue;
        float mean[WINDOW], now[WINDOW];
        int taken = 0;
        memset(mean, 0, sizeof mean);
        beats = 0;
        for (size_t b = 0; b < shapes->beat_count && beats < ENOUGH; b++) {
            int64_t from = (int64_t)shapes->beats[b].at - BEFORE + of.first;
            if (shapes->beats[b].shape != which || from < 0 || from + of.count > (int64_t)wave->count) continue;
            taken = flattened(wave->smooth + lead * wave->count + from, of.count, now);
            for (int i = 0; i < taken; i++) {
                mean[i] += now[i];
                of_each += (double)now[i] * now[i];
            }
            beats++;
        }
        for (int i = 0; i < taken; i++) of_mean += (double)mean[i] * mean[i];
    }
    if (beats < 3 || !(of_each > 0)) return -1;
    // Of what has nothing in common, 1 / beats of the energy is left in the mean.
    double n = beats, mean_part = of_mean / n / of_each;
    return (float)((mean_part - 1 / n) / (1 - 1 / n));
}
