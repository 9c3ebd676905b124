// Cascades of second-order sections over several leads at once.
#include "biquad.h"

#include <math.h>

/// Two passes of a second-order Butterworth filter are down by 3 dB at this part of the single pass's corner (low-pass).
#define TWO_PASS_CORNER 0.8022

biquad biquad_low_pass(double corner, double rate) {
    double k = tan(M_PI * fmin(corner / TWO_PASS_CORNER, 0.49 * rate) / rate), norm = 1 / (1 + M_SQRT2 * k + k * k);
    return (biquad){k * k * norm, 2 * k * k * norm, k * k * norm, 2 * (k * k - 1) * norm, (1 - M_SQRT2 * k + k * k) * norm};
}

biquad biquad_high_pass(double corner, double rate) {
    double k = tan(M_PI * corner * TWO_PASS_CORNER / rate), norm = 1 / (1 + M_SQRT2 * k + k * k);
    return (biquad){norm, -2 * norm, norm, 2 * (k * k - 1) * norm, (1 - M_SQRT2 * k + k * k) * norm};
}

biquad biquad_notch(double centre, double quality, double rate) {
    double k = tan(M_PI * centre / rate), norm = 1 / (1 + k / quality + k * k);
    return (biquad){
        (1 + k * k) * norm, 2 * (k * k - 1) * norm, (1 + k * k) * norm, 2 * (k * k - 1) * norm, (1 - k / quality + k * k) * norm};
}

/// The state after an endless run of ones, for each section of the cascade.
static void settle(const biquad *sections, size_t count, double state[][2]) {
    double level = 1;
    for (size_t s = 0; s < count; s++) {
        const biquad *q = &sections[s];
        double gain = (q->b0 + q->b1 + q->b2) / (1 + q->a1 + q->a2);
        state[s][1] = (q->b2 - q->a2 * gain) * level;
        state[s][0] = (q->b1 - q->a1 * gain) * level + state[s][1];
        level *= gain;
    }
}

/// One pass with the sections' number known to the compiler, so that all state stays in registers.
#define PASS(SECTIONS, GROUPS)                                                                             \
    do {                                                                                                   \
        lanes low[SECTIONS][GROUPS], high[SECTIONS][GROUPS];                                               \
        for (size_t s = 0; s < SECTIONS; s++)                                                              \
            for (size_t g = 0; g < GROUPS; g++) {                                                          \
                low[s][g] = state[s][0] * groups[g][start];                                                \
                high[s][g] = state[s][1] * groups[g][start];                                               \
            }                                                                                              \
        for (ptrdiff_t i = (ptrdiff_t)start, left = (ptrdiff_t)count; left > 0; left--, i += step)         \
            for (size_t g = 0; g < GROUPS; g++) {                                                          \
                lanes x = groups[g][i];                                                                    \
                for (size_t s = 0; s < SECTIONS; s++) {                                                    \
                    lanes y = q[s].b0 * x + low[s][g];                                                     \
                    low[s][g] = q[s].b1 * x - q[s].a1 * y + high[s][g];                                    \
                    high[s][g] = q[s].b2 * x - q[s].a2 * y;                                                \
                    x = y;                                                                                 \
                }                                                                                          \
                groups[g][i] = x;                                                                          \
            }                                                                                              \
    } while (0)

#define PASSES(GROUPS)                                                                                     \
    switch (section_count) {                                                                               \
    case 1: PASS(1, GROUPS); break;                                                                        \
    case 2: PASS(2, GROUPS); break;                                                                        \
    case 3: PASS(3, GROUPS); break;                                                                        \
    case 4: PASS(4, GROUPS); break;                                                                        \
    }

#if defined(__x86_64__)
#define WIDEST __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define WIDEST
#endif

WIDEST static void run_one(const biquad *q, size_t section_count, double state[][2], lanes *only, size_t count, size_t start, int step) {
    lanes *groups[] = {only};
    PASSES(1)
}

WIDEST static void run_three(
    const biquad *q, size_t section_count, double state[][2], lanes *first, lanes *second, lanes *third, size_t count, size_t start,
    int step) {
    lanes *groups[] = {first, second, third};
    PASSES(3)
}

void biquad_run(const biquad *sections, size_t section_count, lanes *samples, size_t count) {
    double state[MAX_SECTIONS][2];
    settle(sections, section_count, state);
    run_one(sections, section_count, state, samples, count, 0, 1);
    run_one(sections, section_count, state, samples, count, count - 1, -1);
}

void biquad_run_three(const biquad *sections, size_t section_count, lanes *first, lanes *second, lanes *third, size_t count) {
    double state[MAX_SECTIONS][2];
    settle(sections, section_count, state);
    run_three(sections, section_count, state, first, second, third, count, 0, 1);
    run_three(sections, section_count, state, first, second, third, count, count - 1, -1);
}
