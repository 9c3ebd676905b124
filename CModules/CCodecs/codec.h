/// What the codecs share: the shape of a codec, the frame's bookkeeping and the way to fail.
#ifndef CCODECS_CODEC_H
#define CCODECS_CODEC_H

#include "ccodecs.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Where the sentence about a failure goes.
typedef struct ccodecs_report {
    char *text;
    size_t capacity;
} ccodecs_report;

typedef struct ccodecs_input {
    const uint8_t *bytes;
    size_t length;
} ccodecs_input;

/// The caller's buffer. `length` is set by `ccodecs_settle_frame`, to what the frame needs.
typedef struct ccodecs_output {
    uint8_t *bytes;
    size_t capacity;
    size_t length;
} ccodecs_output;

/// A growing array of bytes.
typedef struct ccodecs_buffer {
    uint8_t *bytes;
    size_t length, capacity;
} ccodecs_buffer;

typedef int ccodecs_decoder(ccodecs_input input, ccodecs_frame_info *info, ccodecs_output *output, ccodecs_report *report);
/// `pixels` are colour by pixel unless the codec is RLE, and as long as `info` says.
typedef int ccodecs_encoder(const uint8_t *pixels, ccodecs_frame_info *info, ccodecs_buffer *buffer, ccodecs_report *report);

ccodecs_decoder ccodecs_native_little_decode, ccodecs_native_big_decode, ccodecs_deflated_frame_decode, ccodecs_rle_decode,
    ccodecs_jpeg_decode, ccodecs_jpegls_decode, ccodecs_jpeg2000_decode;
ccodecs_encoder ccodecs_rle_encode, ccodecs_jpeg_sv1_encode, ccodecs_jpeg_lossless_encode, ccodecs_jpegls_encode,
    ccodecs_jpeg2000_encode, ccodecs_htj2k_encode;

/// Writes the sentence and answers `status`, so that a failure is one `return`.
int ccodecs_fail(ccodecs_report *report, int status, const char *format, ...) __attribute__((format(printf, 3, 4)));

/// What a codestream says of itself.
typedef struct ccodecs_codestream {
    uint32_t rows, columns, components, precision;
} ccodecs_codestream;

/// The one gate between a codestream's header and any memory for its pixels: compares it with the DICOM header, widens the
/// cells if its precision asks for it, marks colour as by pixel and unsubsampled, and checks the caller's buffer.
int ccodecs_settle_frame(
    const ccodecs_codestream *codestream, ccodecs_frame_info *info, ccodecs_output *output, ccodecs_report *report);

/// The fewest bits, Bits Stored or else the whole cell, that carry every cell of the frame unchanged.
uint32_t ccodecs_lossless_precision(const uint8_t *pixels, const ccodecs_frame_info *info);

/// Turns `count` samples of `precision` bits, packed at the start of `cells` in 1 or 2 bytes each, into cells of
/// `info->bits_allocated`, sign-extended if the frame is signed. Works in place.
void ccodecs_place_samples(uint8_t *cells, size_t count, uint32_t precision, const ccodecs_frame_info *info);

/// The cell for a sample of `precision` bits: its sign spread upwards, or the bits above cleared.
static inline uint32_t ccodecs_cell(uint32_t sample, uint32_t precision, bool is_signed) {
    uint32_t shift = 32 - precision;
    return is_signed ? (uint32_t)((int32_t)(sample << shift) >> shift) : sample << shift >> shift;
}

/// Colour by plane to colour by pixel; the cell is `cell_bytes` wide. The two arrays do not overlap.
void ccodecs_interleave_planes(
    const uint8_t *planes, uint8_t *pixels, size_t pixel_count, uint32_t samples_per_pixel, uint32_t cell_bytes);

/// Makes room for `more` bytes after `length`; false when memory is out.
bool ccodecs_buffer_reserve(ccodecs_buffer *buffer, size_t more);

#ifdef __cplusplus
}
#endif

#endif
