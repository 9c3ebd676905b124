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

transferred transfer(const prepared *wave, int32_t at, pattern_wave pattern, int32_t first, int32_t last) {
    transferred best = {0, -1, 0};
    stretch of = stretch_of(pattern.common);
    if (pattern.common->onset < 0 || of.count < MS(20)) return best;
    for (int32_t shift = first; shift <= last; shift += STEP) {
        int64_t from = (int64_t)at - BEFORE + of.first + shift;
        if (from < 0 || from + of.count > (int64_t)wave->count) continue;
        double product = 0, median_energy = 0, beat_energy = 0;
        for (size_t lead = 0; lead < wave->leads; lead++) {
            if (pattern.leads[lead].onset < 0) continue;
            float m[WINDOW], b[WINDOW], mb = 0, mm = 0, bb = 0;
            int taken = flattened(pattern.median + lead * WINDOW + of.first, of.count, m);
            flattened(wave->smooth + lead * wave->count + from, of.count, b);
            for (int i = 0; i < taken; i++) {
                mb += m[i] * b[i];
                mm += m[i] * m[i];
                bb += b[i] * b[i];
            }
            product += mb;
            median_energy += mm;
            beat_energy += bb;
        }
        if (!(median_energy > 0 && beat_energy > 0)) continue;
        float likeness = (float)(product / sqrt(median_energy * beat_energy));
        if (likeness > best.likeness) best = (transferred){shift, likeness, (float)sqrt(beat_energy / median_energy)};
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
