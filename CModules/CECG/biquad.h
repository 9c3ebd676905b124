#ifndef YIGONG_CECG_BIQUAD_H
#define YIGONG_CECG_BIQUAD_H

#include <stddef.h>

/// A second-order section, a0 = 1.
typedef struct biquad {
    double b0, b1, b2, a1, a2;
} biquad;

enum { MAX_SECTIONS = 4 };

/// Second-order Butterworth sections by the bilinear transform. `corner` is where one forward and one backward pass together are
/// down by 3 dB.
biquad biquad_low_pass(double corner, double rate);
biquad biquad_high_pass(double corner, double rate);
biquad biquad_notch(double centre, double quality, double rate);

enum {
    /// Leads that one pass filters together.
    LANES = 4
};
typedef double lanes __attribute__((vector_size(LANES * sizeof(double))));

/// Runs the sections forwards and backwards over `count` samples of four leads, in place, as if the signal went on before and after
/// in the state it has at its ends.
void biquad_run(const biquad *sections, size_t section_count, lanes *samples, size_t count);
/// The same over three groups of four at once: twelve leads keep the arithmetic units busy where four wait for one another.
void biquad_run_three(const biquad *sections, size_t section_count, lanes *first, lanes *second, lanes *third, size_t count);

#endif
