// Display and measurement filters of whole recordings.
#include "cecg_filter.h"

#include <math.h>
#include <stdlib.h>

#include "biquad.h"
#include "fail.h"
#include "filter.h"

size_t cecg_bridge(const float *from, float *to, size_t count) {
    size_t missing = 0, known = count;
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(from[i])) {
            missing++;
            continue;
        }
        to[i] = from[i];
        float before = known < count ? from[known] : from[i];
        size_t gap = known < count ? known + 1 : 0;
        for (size_t k = gap; k < i; k++) to[k] = before + (from[i] - before) * (float)(k - gap + 1) / (float)(i - gap + 1);
        known = i;
    }
    for (size_t k = known < count ? known + 1 : 0; k < count; k++) to[k] = known < count ? from[known] : 0;
    return missing;
}

static size_t sections_of(const cecg_filter *filter, double rate, biquad *sections) {
    size_t count = 0;
    if (filter->high_pass > 0 && filter->high_pass < 0.4 * rate) sections[count++] = biquad_high_pass(filter->high_pass, rate);
    if (filter->low_pass > 0 && filter->low_pass < 0.4 * rate) sections[count++] = biquad_low_pass(filter->low_pass, rate);
    if (filter->notch > 0 && filter->notch < 0.45 * rate) sections[count++] = biquad_notch(filter->notch, 30, rate);
    return count;
}

/// How far the ends are mirrored: long enough for the slowest section to forget where it began.
static size_t padding_of(const cecg_filter *filter, double rate, size_t count) {
    double slowest = filter->high_pass > 0 ? 1 / filter->high_pass : filter->notch > 0 ? 0.5 : 0.1;
    size_t wanted = (size_t)fmin(fmin(slowest, 4) * rate, 1e6);
    return wanted < count ? wanted : count - 1;
}

/// Puts one lead into one lane, its ends turned around their last sample so that neither value nor slope jumps there.
static void spread(const float *from, size_t count, size_t padding, lanes *to, size_t lane) {
    for (size_t i = 0; i < count; i++) to[padding + i][lane] = from[i];
    for (size_t i = 1; i <= padding; i++) {
        to[padding - i][lane] = 2.0 * from[0] - from[i];
        to[padding + count - 1 + i][lane] = 2.0 * from[count - 1] - from[count - 1 - i];
    }
}

int cecg_filter_apply(const cecg_filter *filter, const cecg_signal *signal, float *out, char *message) {
    int status = cecg_check(signal, message);
    if (status != CECG_OK) return status;
    biquad sections[MAX_SECTIONS];
    size_t section_count = sections_of(filter, signal->rate, sections), count = signal->count;
    if (section_count == 0) {
        for (size_t i = 0; i < signal->leads * count; i++) out[i] = signal->samples[i];
        return CECG_OK;
    }
    size_t padding = padding_of(filter, signal->rate, count), length = count + 2 * padding;
    size_t groups = signal->leads > LANES ? 3 : 1;
    lanes *work = aligned_alloc(sizeof(lanes), groups * length * sizeof *work);
    if (!work) return cecg_fail_memory(message);

    for (size_t first = 0; first < signal->leads; first += groups * LANES) {
        for (size_t lane = 0; lane < groups * LANES; lane++) {
            // Lanes without a lead of their own repeat the last one.
            size_t lead = first + lane < signal->leads ? first + lane : signal->leads - 1;
            cecg_bridge(signal->samples + lead * count, out + lead * count, count);
            spread(out + lead * count, count, padding, work + lane / LANES * length, lane % LANES);
        }
        if (groups == 1) biquad_run(sections, section_count, work, length);
        else biquad_run_three(sections, section_count, work, work + length, work + 2 * length, length);
        for (size_t lane = 0; lane < groups * LANES && first + lane < signal->leads; lane++) {
            const lanes *from = work + lane / LANES * length + padding;
            const float *original = signal->samples + (first + lane) * count;
            float *to = out + (first + lane) * count;
            for (size_t i = 0; i < count; i++) to[i] = isfinite(original[i]) ? (float)from[i][lane % LANES] : NAN;
        }
    }
    free(work);
    return CECG_OK;
}
