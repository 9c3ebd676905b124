// YCbCr → RGB (PS3.3 C.7.6.3.1.2), eight bits each.
#ifndef YIGONG_CRENDER_YBR_H
#define YIGONG_CRENDER_YBR_H

#include <stddef.h>
#include <stdint.h>

/// The equations of one interpretation in fixed point, a table for each of their products.
typedef struct crender_ybr {
    int32_t luma[256];
    int32_t red_of_cr[256];
    int32_t green_of_cb[256];
    int32_t green_of_cr[256];
    int32_t blue_of_cb[256];
} crender_ybr;

/// YBR_FULL: every component over 0 … 255, Cb and Cr around 128 (JFIF).
void crender_ybr_full(crender_ybr *equations);

/// YBR_PARTIAL: luma over 16 … 235, Cb and Cr over 16 … 240 (ITU-R BT.601).
void crender_ybr_partial(crender_ybr *equations);

/// Converts `count` pixels in place; the three components of a pixel lie together.
void crender_ybr_convert(const crender_ybr *restrict equations, uint8_t *restrict pixels, size_t count);

#endif
