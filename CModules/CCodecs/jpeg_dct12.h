/// The inverse DCT of 12-bit JPEG.
#ifndef CCODECS_JPEG_DCT12_H
#define CCODECS_JPEG_DCT12_H

#include <stdint.h>

/// Turns 64 dequantized coefficients, row by row, into samples of 0 to 4095, `stride` samples from row to row.
///
/// The arithmetic is the accurate integer method of the Independent JPEG Group's library ("islow", after Loeffler, Ligtenberg
/// and Moschytz, ICASSP 1989) at its 12-bit scaling, so that the samples are those DCMTK makes, bit for bit.
void ccodecs_jpeg_dct12_inverse(const int32_t coefficients[64], uint16_t *samples, uint32_t stride);

#endif
