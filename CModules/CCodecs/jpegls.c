/// JPEG-LS (ISO/IEC 14495-1, PS3.5 8.2.3): CharLS.
#include <stdlib.h>

#include <charls/charls.h>

#include "codec.h"

static int fail_with(charls_jpegls_errc code, ccodecs_report *report) {
    bool ours = code == CHARLS_JPEGLS_ERRC_NOT_ENOUGH_MEMORY || code == CHARLS_JPEGLS_ERRC_UNEXPECTED_FAILURE;
    return ccodecs_fail(report, ours ? CCODECS_INTERNAL : CCODECS_CORRUPT, "JPEG-LS: %s", charls_get_error_message(code));
}

/// Decodes planes into memory of their own and interleaves them into the output.
static int decode_planes(
    charls_jpegls_decoder *decoder, size_t pixel_count, uint32_t samples, uint32_t sample_bytes, uint8_t *out,
    ccodecs_report *report) {
    size_t length = pixel_count * samples * sample_bytes;
    uint8_t *planes = malloc(length);
    if (!planes) return ccodecs_fail(report, CCODECS_INTERNAL, "no memory for %zu bytes", length);
    charls_jpegls_errc code = charls_jpegls_decoder_decode_to_buffer(decoder, planes, length, 0);
    if (code == CHARLS_JPEGLS_ERRC_SUCCESS) ccodecs_interleave_planes(planes, out, pixel_count, samples, sample_bytes);
    free(planes);
    return code == CHARLS_JPEGLS_ERRC_SUCCESS ? CCODECS_OK : fail_with(code, report);
}

static int decode(
    charls_jpegls_decoder *decoder, ccodecs_input input, ccodecs_frame_info *info, ccodecs_output *output,
    ccodecs_report *report) {
    charls_frame_info frame;
    charls_interleave_mode interleave = CHARLS_INTERLEAVE_MODE_NONE;
    charls_jpegls_errc code = charls_jpegls_decoder_set_source_buffer(decoder, input.bytes, input.length);
    if (code == CHARLS_JPEGLS_ERRC_SUCCESS) code = charls_jpegls_decoder_read_header(decoder);
    if (code == CHARLS_JPEGLS_ERRC_SUCCESS) code = charls_jpegls_decoder_get_frame_info(decoder, &frame);
    if (code == CHARLS_JPEGLS_ERRC_SUCCESS) code = charls_jpegls_decoder_get_interleave_mode(decoder, &interleave);
    if (code != CHARLS_JPEGLS_ERRC_SUCCESS) return fail_with(code, report);
    uint32_t samples = (uint32_t)frame.component_count, precision = (uint32_t)frame.bits_per_sample;
    ccodecs_codestream codestream = {frame.height, frame.width, samples, precision};
    int status = ccodecs_settle_frame(&codestream, info, output, report);
    if (status != CCODECS_OK) return status;
    size_t pixel_count = (size_t)frame.width * frame.height;
    uint32_t sample_bytes = precision <= 8 ? 1 : 2;
    if (samples > 1 && interleave == CHARLS_INTERLEAVE_MODE_NONE) {
        status = decode_planes(decoder, pixel_count, samples, sample_bytes, output->bytes, report);
    } else {
        code = charls_jpegls_decoder_decode_to_buffer(decoder, output->bytes, pixel_count * samples * sample_bytes, 0);
        if (code != CHARLS_JPEGLS_ERRC_SUCCESS) status = fail_with(code, report);
    }
    if (status == CCODECS_OK) ccodecs_place_samples(output->bytes, pixel_count * samples, precision, info);
    return status;
}

/// The length up to and with the last EOI; 0 without one.
static size_t length_to_end_marker(ccodecs_input input) {
    for (size_t end = input.length; end >= 2; end--)
        if (input.bytes[end - 2] == 0xFF && input.bytes[end - 1] == 0xD9) return end;
    return 0;
}

int ccodecs_jpegls_decode(ccodecs_input input, ccodecs_frame_info *info, ccodecs_output *output, ccodecs_report *report) {
    // CharLS 2.4 never returns when coded data runs into the end of its buffer; a marker stops it.
    input.length = length_to_end_marker(input);
    if (input.length == 0) return ccodecs_fail(report, CCODECS_CORRUPT, "the JPEG-LS stream ends early: EOI is missing");
    charls_jpegls_decoder *decoder = charls_jpegls_decoder_create();
    if (!decoder) return ccodecs_fail(report, CCODECS_INTERNAL, "CharLS does not start");
    int status = decode(decoder, input, info, output, report);
    charls_jpegls_decoder_destroy(decoder);
    return status;
}

static charls_jpegls_errc encode(
    charls_jpegls_encoder *encoder, const uint8_t *pixels, size_t length, const charls_frame_info *frame,
    ccodecs_buffer *buffer) {
    charls_jpegls_errc code = charls_jpegls_encoder_set_frame_info(encoder, frame);
    if (code == CHARLS_JPEGLS_ERRC_SUCCESS && frame->component_count > 1)
        code = charls_jpegls_encoder_set_interleave_mode(encoder, CHARLS_INTERLEAVE_MODE_LINE);
    if (code == CHARLS_JPEGLS_ERRC_SUCCESS)
        code = charls_jpegls_encoder_set_destination_buffer(encoder, buffer->bytes, buffer->capacity);
    if (code == CHARLS_JPEGLS_ERRC_SUCCESS) code = charls_jpegls_encoder_encode_from_buffer(encoder, pixels, length, 0);
    if (code == CHARLS_JPEGLS_ERRC_SUCCESS) code = charls_jpegls_encoder_get_bytes_written(encoder, &buffer->length);
    return code;
}

/// Codes `length` bytes of samples; the buffer grows once if the frame does.
static int encode_samples(
    const uint8_t *samples, size_t length, const charls_frame_info *frame, ccodecs_buffer *buffer, ccodecs_report *report) {
    // Noise may grow, but no code is longer than four times its sample (LIMIT, A.2.1).
    const size_t capacities[] = {length + length / 8 + 1024, length * 5 + 1024};
    charls_jpegls_errc code = CHARLS_JPEGLS_ERRC_NOT_ENOUGH_MEMORY;
    for (size_t i = 0; i < 2; i++) {
        if (!ccodecs_buffer_reserve(buffer, capacities[i])) break;
        charls_jpegls_encoder *encoder = charls_jpegls_encoder_create();
        if (!encoder) return ccodecs_fail(report, CCODECS_INTERNAL, "CharLS does not start");
        code = encode(encoder, samples, length, frame, buffer);
        charls_jpegls_encoder_destroy(encoder);
        if (code != CHARLS_JPEGLS_ERRC_DESTINATION_BUFFER_TOO_SMALL) break;
    }
    if (code == CHARLS_JPEGLS_ERRC_SUCCESS) return CCODECS_OK;
    return ccodecs_fail(report, CCODECS_INTERNAL, "JPEG-LS: %s", charls_get_error_message(code));
}

int ccodecs_jpegls_encode(const uint8_t *pixels, ccodecs_frame_info *info, ccodecs_buffer *buffer, ccodecs_report *report) {
    if (info->bits_allocated > 16)
        return ccodecs_fail(report, CCODECS_UNSUPPORTED, "JPEG-LS has no %u-bit samples", info->bits_allocated);
    // JPEG-LS knows no sign, and not every reader puts back one that was cut off at Bits Stored: signed cells go in whole.
    uint32_t precision = info->pixel_representation ? info->bits_allocated : ccodecs_lossless_precision(pixels, info);
    charls_frame_info frame = {
        info->columns, info->rows, (int32_t)(precision < 2 ? 2 : precision), (int32_t)info->samples_per_pixel};
    size_t length = ccodecs_frame_length(info);
    if (precision > 8 || info->bits_allocated == 8) return encode_samples(pixels, length, &frame, buffer, report);
    // CharLS takes samples of up to 8 bits as bytes, whatever their cells were.
    uint8_t *narrowed = malloc(length / 2);
    if (!narrowed) return ccodecs_fail(report, CCODECS_INTERNAL, "no memory for %zu bytes", length / 2);
    for (size_t i = 0; i < length / 2; i++) narrowed[i] = pixels[2 * i];
    int status = encode_samples(narrowed, length / 2, &frame, buffer, report);
    free(narrowed);
    return status;
}
