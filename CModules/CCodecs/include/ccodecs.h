/// CCodecs: one frame of pixels between its encoded form (PS3.5 Annex A.4) and its native one.
///
/// Every call works on one frame in memory, keeps no state, takes no lock and starts no thread: callers parallelise over frames.
/// Every call answers a `ccodecs_status`; on failure `message` holds one sentence, always terminated.
#ifndef CCODECS_H
#define CCODECS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ccodecs_status {
    CCODECS_OK = 0,
    /// The encoded bytes break their own format's rules, end too early or contradict the header.
    CCODECS_CORRUPT = -1,
    /// Valid, perhaps, but not something this module reads or writes.
    CCODECS_UNSUPPORTED = -2,
    /// The result would pass the caller's limit.
    CCODECS_TOO_LARGE = -3,
    /// The caller's description of the frame makes no sense.
    CCODECS_BAD_ARGUMENT = -4,
    /// Memory ran out, or a library failed without blaming the data.
    CCODECS_INTERNAL = -5,
    /// The output buffer is shorter than the frame; `*out_length` says what is needed.
    CCODECS_BUFFER_TOO_SMALL = -6,
} ccodecs_status;

/// Photometric Interpretation (0028,0004), PS3.3 C.7.6.3.1.2, as far as a codec cares.
typedef enum ccodecs_photometric {
    CCODECS_OTHER = 0,
    CCODECS_MONOCHROME1,
    CCODECS_MONOCHROME2,
    CCODECS_PALETTE_COLOR,
    CCODECS_RGB,
    CCODECS_YBR_FULL,
    CCODECS_YBR_FULL_422,
    CCODECS_YBR_PARTIAL_420,
    CCODECS_YBR_PARTIAL_422,
    CCODECS_YBR_ICT,
    CCODECS_YBR_RCT,
} ccodecs_photometric;

/// The Image Pixel attributes of PS3.3 C.7.6.3 that describe one frame.
typedef struct ccodecs_frame_info {
    uint32_t rows, columns;
    uint32_t samples_per_pixel;
    uint32_t bits_allocated, bits_stored, high_bit;
    /// 0: unsigned; 1: two's complement.
    uint32_t pixel_representation;
    /// 0: colour by pixel; 1: colour by plane.
    uint32_t planar_configuration;
    ccodecs_photometric photometric;
} ccodecs_frame_info;

bool ccodecs_can_decode(const char *transfer_syntax_uid);
bool ccodecs_can_encode(const char *transfer_syntax_uid);

/// Bytes of the native frame that `info` describes (PS3.5 8.1.1), without padding to an even length; 0 when it describes none.
size_t ccodecs_frame_length(const ccodecs_frame_info *info);

/// Decodes one frame into little endian native pixels.
///
/// `info` goes in as the header has it and comes out as the pixels are: colour by pixel (RLE and native keep the header's plane
/// order), YBR_ICT and YBR_RCT undone to RGB, subsampled colour widened to YBR_FULL, and cells wide enough for the codestream's
/// precision. No other colour is converted. Samples of a signed frame are sign-extended from the codestream's precision;
/// where a JPEG 2000 codestream and the header disagree about the sign, the bits are kept and read as the header says.
/// A codestream whose rows, columns or samples differ from the header's is refused before anything is allocated for it.
int ccodecs_decode(
    const char *transfer_syntax_uid, const uint8_t *encoded, size_t encoded_length, ccodecs_frame_info *info, uint8_t *out,
    size_t out_capacity, size_t *out_length, char *message, size_t message_capacity);

/// Encodes one native little endian frame without loss, every bit of every cell included.
///
/// `*out` is of even length (PS3.5 A.4 asks it of a fragment) and the caller's, to be given to `ccodecs_free`. `info` comes out as the header of
/// the encoded frame has to be: photometric YBR_RCT where the codestream applies it, plane order 0 where colour is by pixel.
int ccodecs_encode(
    const char *transfer_syntax_uid, const uint8_t *pixels, size_t pixels_length, ccodecs_frame_info *info, uint8_t **out,
    size_t *out_length, char *message, size_t message_capacity);

/// Undoes raw deflate (RFC 1951, PS3.5 A.5): the data set of Deflated Explicit VR Little Endian.
/// Never makes more than `limit` bytes: beyond that it answers CCODECS_TOO_LARGE. `*out` goes to `ccodecs_free`.
int ccodecs_inflate(
    const uint8_t *deflated, size_t deflated_length, size_t limit, uint8_t **out, size_t *out_length, char *message,
    size_t message_capacity);

/// Swaps the bytes of every 16-bit word; a last odd byte stays. Big endian 8-bit pixels whose value representation is OW
/// were swapped as words (PS3.5 7.3): undo that over the whole value, before cutting it into frames.
void ccodecs_swap_words(uint8_t *bytes, size_t length);

void ccodecs_free(uint8_t *bytes);

#ifdef __cplusplus
}
#endif

#endif
