#include "ybr.h"

#include <math.h>

/// Fraction bits. With 20 of them the products below are closer to the real ones than any pixel is to a tie, so the
/// result is that of real numbers rounded half up; the tests go through all of them.
enum { FRACTION = 20, HALF = 1 << (FRACTION - 1) };

static void fill(crender_ybr *equations, double luma_scale, int luma_offset, double chroma_scale) {
    // The inverse of Y = 0.299 R + 0.587 G + 0.114 B, Cb = (B - Y) / 1.772, Cr = (R - Y) / 1.402.
    double red = 1.402 * chroma_scale, blue = 1.772 * chroma_scale;
    double green_cb = -0.114 / 0.587 * blue, green_cr = -0.299 / 0.587 * red, one = 1 << FRACTION;
    for (int i = 0; i < 256; i++) {
        equations->luma[i] = (int32_t)lround(luma_scale * (i - luma_offset) * one) + HALF;
        equations->red_of_cr[i] = (int32_t)lround(red * (i - 128) * one);
        equations->green_of_cb[i] = (int32_t)lround(green_cb * (i - 128) * one);
        equations->green_of_cr[i] = (int32_t)lround(green_cr * (i - 128) * one);
        equations->blue_of_cb[i] = (int32_t)lround(blue * (i - 128) * one);
    }
}

void crender_ybr_full(crender_ybr *equations) {
    fill(equations, 1, 0, 1);
}

void crender_ybr_partial(crender_ybr *equations) {
    fill(equations, 255.0 / 219, 16, 255.0 / 224);
}

/// Clamped without a branch: colours out of range come too irregularly to be foretold.
static inline uint8_t rounded(int32_t fixed) {
    int32_t level = fixed >> FRACTION;
    level &= ~(level >> 31);
    return (uint8_t)(level | (255 - level) >> 31);
}

void crender_ybr_convert(const crender_ybr *restrict equations, uint8_t *restrict pixels, size_t count) {
    for (size_t i = 0; i < count; i++, pixels += 3) {
        int32_t luma = equations->luma[pixels[0]];
        uint8_t cb = pixels[1], cr = pixels[2];
        pixels[0] = rounded(luma + equations->red_of_cr[cr]);
        pixels[1] = rounded(luma + equations->green_of_cb[cb] + equations->green_of_cr[cr]);
        pixels[2] = rounded(luma + equations->blue_of_cb[cb]);
    }
}
