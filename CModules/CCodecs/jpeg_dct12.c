#include "jpeg_dct12.h"

#include <stddef.h>

/// Constants carry 13 fraction bits; between the passes one fraction bit is kept, which is what 12-bit samples leave room for.
enum { CONSTANT_BITS = 13, PASS_BITS = 1 };

#define FIXED(x) ((int64_t)((x) * (1 << CONSTANT_BITS) + 0.5))

/// One eight-point transform: `in` and `out` are `step` apart, the result is rounded and moved down by `shift`.
/// 64-bit sums, because a hostile stream's coefficients exceed those of any picture.
static inline void transform(const int64_t *in, int64_t *out, size_t step, int shift) {
    // Even part: the rotation is by sqrt(2) * c(-6).
    int64_t z = (in[2 * step] + in[6 * step]) * FIXED(0.541196100);
    int64_t even2 = z - in[6 * step] * FIXED(1.847759065), even3 = z + in[2 * step] * FIXED(0.765366865);
    int64_t even0 = (in[0] + in[4 * step]) * (1 << CONSTANT_BITS), even1 = (in[0] - in[4 * step]) * (1 << CONSTANT_BITS);
    int64_t sums[4] = {even0 + even3, even1 + even2, even1 - even2, even0 - even3};
    // Odd part, Figure 8 of the paper, with c1 to c7 factored as there.
    int64_t y7 = in[7 * step], y5 = in[5 * step], y3 = in[3 * step], y1 = in[step];
    int64_t z5 = (y7 + y3 + y5 + y1) * FIXED(1.175875602);
    int64_t z1 = -(y7 + y1) * FIXED(0.899976223), z2 = -(y5 + y3) * FIXED(2.562915447);
    int64_t z3 = z5 - (y7 + y3) * FIXED(1.961570560), z4 = z5 - (y5 + y1) * FIXED(0.390180644);
    int64_t odd[4] = {
        y1 * FIXED(1.501321110) + z1 + z4, y3 * FIXED(3.072711026) + z2 + z3, y5 * FIXED(2.053119869) + z2 + z4,
        y7 * FIXED(0.298631336) + z1 + z3};
    int64_t half = (int64_t)1 << (shift - 1);
    for (size_t i = 0; i < 4; i++) {
        out[i * step] = (sums[i] + odd[i] + half) >> shift;
        out[(7 - i) * step] = (sums[i] - odd[i] + half) >> shift;
    }
}

void ccodecs_jpeg_dct12_inverse(const int32_t coefficients[64], uint16_t *samples, uint32_t stride) {
    int64_t work[64];
    for (size_t i = 0; i < 64; i++) work[i] = coefficients[i];
    for (size_t column = 0; column < 8; column++) transform(work + column, work + column, 8, CONSTANT_BITS - PASS_BITS);
    for (size_t row = 0; row < 8; row++) {
        // Three more bits are the transform's own factor of 8.
        transform(work + 8 * row, work + 8 * row, 1, CONSTANT_BITS + PASS_BITS + 3);
        for (size_t column = 0; column < 8; column++) {
            int64_t sample = work[8 * row + column] + 2048;
            samples[row * stride + column] = (uint16_t)(sample < 0 ? 0 : sample > 4095 ? 4095 : sample);
        }
    }
}
