/// The registry: which codec serves which transfer syntax (PS3.6 Table A-1), and the entry points that look it up.
#include <stdlib.h>
#include <string.h>

#include "codec.h"

typedef struct {
    const char *uid;
    ccodecs_decoder *decode;
    ccodecs_encoder *encode;
} codec_entry;

#define LITTLE ccodecs_native_little_decode
#define JPEG "1.2.840.10008.1.2.4."

static const codec_entry registry[] = {
    {"1.2.840.10008.1.2", LITTLE, NULL},            // Implicit VR Little Endian
    {"1.2.840.10008.1.2.1", LITTLE, NULL},          // Explicit VR Little Endian
    {"1.2.840.10008.1.2.1.98", LITTLE, NULL},       // Encapsulated Uncompressed Explicit VR Little Endian
    {"1.2.840.10008.1.2.1.99", LITTLE, NULL},       // Deflated: the data set is, its pixels are native
    {"1.2.840.10008.1.2.2", ccodecs_native_big_decode, NULL},
    {"1.2.840.10008.1.2.5", ccodecs_rle_decode, ccodecs_rle_encode},
    {"1.2.840.10008.1.2.8.1", ccodecs_deflated_frame_decode, NULL},
    {JPEG "50", ccodecs_jpeg_decode, NULL},         // Baseline (Process 1)
    {JPEG "51", ccodecs_jpeg_decode, NULL},         // Extended (Processes 2 and 4)
    {JPEG "53", ccodecs_jpeg_decode, NULL},         // Spectral selection (Processes 6 and 8), retired; 8-bit
    {JPEG "55", ccodecs_jpeg_decode, NULL},         // Full progression (Processes 10 and 12), retired; 8-bit
    {JPEG "57", ccodecs_jpeg_decode, ccodecs_jpeg_lossless_encode},
    {JPEG "70", ccodecs_jpeg_decode, ccodecs_jpeg_sv1_encode},
    {JPEG "80", ccodecs_jpegls_decode, ccodecs_jpegls_encode},
    {JPEG "81", ccodecs_jpegls_decode, NULL},
    {JPEG "90", ccodecs_jpeg2000_decode, ccodecs_jpeg2000_encode},
    {JPEG "91", ccodecs_jpeg2000_decode, NULL},
    {JPEG "92", ccodecs_jpeg2000_decode, NULL},     // Part 2, where its codestream keeps to Part 1
    {JPEG "93", ccodecs_jpeg2000_decode, NULL},
    {JPEG "201", ccodecs_jpeg2000_decode, ccodecs_htj2k_encode},
    {JPEG "202", ccodecs_jpeg2000_decode, NULL},    // RPCL with TLM, which the encoder does not write
    {JPEG "203", ccodecs_jpeg2000_decode, NULL},
};

static const codec_entry *find_codec(const char *uid) {
    for (size_t i = 0; uid && i < sizeof registry / sizeof *registry; i++)
        if (strcmp(registry[i].uid, uid) == 0) return &registry[i];
    return NULL;
}

bool ccodecs_can_decode(const char *transfer_syntax_uid) {
    const codec_entry *codec = find_codec(transfer_syntax_uid);
    return codec && codec->decode;
}

bool ccodecs_can_encode(const char *transfer_syntax_uid) {
    const codec_entry *codec = find_codec(transfer_syntax_uid);
    return codec && codec->encode;
}

/// Bits Stored and High Bit that fit no cell mean nothing; the whole cell is then the sample.
static void mend_bit_depth(ccodecs_frame_info *info) {
    if (info->bits_stored >= 1 && info->bits_stored <= info->bits_allocated && info->high_bit < info->bits_allocated) return;
    info->bits_stored = info->bits_allocated;
    info->high_bit = info->bits_allocated - 1;
}

int ccodecs_decode(
    const char *transfer_syntax_uid, const uint8_t *encoded, size_t encoded_length, ccodecs_frame_info *info, uint8_t *out,
    size_t out_capacity, size_t *out_length, char *message, size_t message_capacity) {
    ccodecs_report report = {message, message_capacity};
    ccodecs_fail(&report, CCODECS_OK, "%s", "");
    *out_length = 0;
    const codec_entry *codec = find_codec(transfer_syntax_uid);
    if (!codec || !codec->decode)
        return ccodecs_fail(&report, CCODECS_UNSUPPORTED, "no decoder for transfer syntax %.64s", transfer_syntax_uid);
    if (ccodecs_frame_length(info) == 0)
        return ccodecs_fail(
            &report, CCODECS_BAD_ARGUMENT, "%u x %u pixels of %u samples of %u bits are no frame", info->columns, info->rows,
            info->samples_per_pixel, info->bits_allocated);
    mend_bit_depth(info);
    ccodecs_output output = {out, out_capacity, 0};
    int status = codec->decode((ccodecs_input){encoded, encoded_length}, info, &output, &report);
    if (status == CCODECS_OK || status == CCODECS_BUFFER_TOO_SMALL) *out_length = output.length;
    return status;
}

/// Gives `encode` its pixels colour by pixel.
static int encode_by_pixel(
    ccodecs_encoder *encode, const uint8_t *pixels, size_t length, ccodecs_frame_info *info, ccodecs_buffer *buffer,
    ccodecs_report *report) {
    uint8_t *interleaved = NULL;
    if (info->samples_per_pixel > 1 && info->planar_configuration == 1) {
        interleaved = malloc(length);
        if (!interleaved) return ccodecs_fail(report, CCODECS_INTERNAL, "no memory for %zu bytes", length);
        ccodecs_interleave_planes(
            pixels, interleaved, (size_t)info->rows * info->columns, info->samples_per_pixel, info->bits_allocated / 8);
    }
    info->planar_configuration = 0;
    int status = encode(interleaved ? interleaved : pixels, info, buffer, report);
    free(interleaved);
    return status;
}

int ccodecs_encode(
    const char *transfer_syntax_uid, const uint8_t *pixels, size_t pixels_length, ccodecs_frame_info *info, uint8_t **out,
    size_t *out_length, char *message, size_t message_capacity) {
    ccodecs_report report = {message, message_capacity};
    ccodecs_fail(&report, CCODECS_OK, "%s", "");
    *out = NULL;
    *out_length = 0;
    const codec_entry *codec = find_codec(transfer_syntax_uid);
    if (!codec || !codec->encode)
        return ccodecs_fail(&report, CCODECS_UNSUPPORTED, "no encoder for transfer syntax %.64s", transfer_syntax_uid);
    size_t length = ccodecs_frame_length(info);
    if (length == 0 || pixels_length < length)
        return ccodecs_fail(
            &report, CCODECS_BAD_ARGUMENT, "%zu bytes are not the %zu of a frame of %u x %u pixels", pixels_length, length,
            info->columns, info->rows);
    if (info->bits_allocated < 8 || length % ((size_t)info->rows * info->columns * info->samples_per_pixel) != 0)
        return ccodecs_fail(&report, CCODECS_UNSUPPORTED, "one-bit and subsampled frames are stored uncompressed only");
    mend_bit_depth(info);
    ccodecs_buffer buffer = {0};
    int status = codec->encode == ccodecs_rle_encode
        ? codec->encode(pixels, info, &buffer, &report)
        : encode_by_pixel(codec->encode, pixels, length, info, &buffer, &report);
    if (status == CCODECS_OK && buffer.length % 2 != 0) {
        if (ccodecs_buffer_reserve(&buffer, 1)) buffer.bytes[buffer.length++] = 0;
        else status = ccodecs_fail(&report, CCODECS_INTERNAL, "no memory for %zu bytes", buffer.length + 1);
    }
    if (status != CCODECS_OK) {
        free(buffer.bytes);
        return status;
    }
    *out = buffer.bytes;
    *out_length = buffer.length;
    return CCODECS_OK;
}

void ccodecs_free(uint8_t *bytes) { free(bytes); }
