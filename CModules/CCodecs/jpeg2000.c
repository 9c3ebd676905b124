/// JPEG 2000 (ISO/IEC 15444-1, PS3.5 8.2.4), and the reading of its high-throughput kind (15444-15): OpenJPEG.
#include <stdio.h>
#include <string.h>

#include <openjpeg-2.5/openjpeg.h>

#include "j2k_stream.h"

/// A codestream in memory as OpenJPEG wants to see it: a file.
typedef struct {
    const uint8_t *bytes;
    size_t length, position;
} memory_reader;

static OPJ_SIZE_T read_memory(void *target, OPJ_SIZE_T count, void *user) {
    memory_reader *reader = user;
    size_t left = reader->length - reader->position;
    if (left == 0) return (OPJ_SIZE_T)-1;
    if (count > left) count = left;
    memcpy(target, reader->bytes + reader->position, count);
    reader->position += count;
    return count;
}

static OPJ_OFF_T skip_memory(OPJ_OFF_T count, void *user) {
    memory_reader *reader = user;
    if (count < 0 || (uint64_t)count > reader->length - reader->position) return -1;
    reader->position += (size_t)count;
    return count;
}

static OPJ_BOOL seek_memory(OPJ_OFF_T position, void *user) {
    memory_reader *reader = user;
    if (position < 0 || (uint64_t)position > reader->length) return OPJ_FALSE;
    reader->position = (size_t)position;
    return OPJ_TRUE;
}

static OPJ_SIZE_T write_buffer(void *source, OPJ_SIZE_T count, void *user) {
    ccodecs_buffer *buffer = user;
    if (!ccodecs_buffer_reserve(buffer, count)) return (OPJ_SIZE_T)-1;
    memcpy(buffer->bytes + buffer->length, source, count);
    buffer->length += count;
    return count;
}

/// Keeps the first thing that OpenJPEG complains of, which is the cause of the others.
static void keep_message(const char *message, void *user) {
    ccodecs_report *report = user;
    if (!report->text || report->capacity == 0 || report->text[0]) return;
    ccodecs_fail(report, 0, "JPEG 2000: %s", message);
    report->text[strcspn(report->text, "\r\n")] = 0;
}

static int fail_after(ccodecs_report *report, int status, const char *fallback) {
    keep_message(fallback, report);
    return status;
}

static void write_cells(const opj_image_t *image, uint32_t precision, const ccodecs_frame_info *info, uint8_t *out) {
    size_t count = (size_t)info->rows * info->columns, cell_bytes = info->bits_allocated / 8;
    size_t stride = cell_bytes * info->samples_per_pixel;
    bool is_signed = info->pixel_representation == 1;
    for (uint32_t c = 0; c < info->samples_per_pixel; c++) {
        const OPJ_INT32 *samples = image->comps[c].data;
        uint8_t *cells = out + c * cell_bytes;
        if (cell_bytes == 1) {
            for (size_t i = 0; i < count; i++) cells[i * stride] = (uint8_t)ccodecs_cell((uint32_t)samples[i], precision, is_signed);
        } else if (cell_bytes == 2) {
            for (size_t i = 0; i < count; i++) {
                uint16_t cell = (uint16_t)ccodecs_cell((uint32_t)samples[i], precision, is_signed);
                memcpy(cells + i * stride, &cell, 2);
            }
        } else {
            for (size_t i = 0; i < count; i++) {
                uint32_t cell = ccodecs_cell((uint32_t)samples[i], precision, is_signed);
                memcpy(cells + i * stride, &cell, 4);
            }
        }
    }
}

static bool has_all_samples(const opj_image_t *image, const ccodecs_codestream *frame) {
    if (image->numcomps != frame->components) return false;
    for (uint32_t c = 0; c < image->numcomps; c++)
        if (!image->comps[c].data || image->comps[c].w != frame->columns || image->comps[c].h != frame->rows) return false;
    return true;
}

static int decode_image(
    opj_codec_t *codec, opj_stream_t *stream, const ccodecs_j2k_stream *header, const ccodecs_frame_info *info, uint8_t *out,
    ccodecs_report *report) {
    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    opj_image_t *image = NULL;
    bool done = opj_setup_decoder(codec, &parameters) && opj_decoder_set_strict_mode(codec, OPJ_TRUE)
        && opj_read_header(stream, codec, &image) && opj_decode(codec, stream, image);
    int status = CCODECS_OK;
    if (!done || !has_all_samples(image, &header->frame)) status = fail_after(report, CCODECS_CORRUPT, "the codestream cannot be decoded");
    else write_cells(image, header->frame.precision, info, out);
    opj_image_destroy(image);
    return status;
}

int ccodecs_jpeg2000_decode(ccodecs_input input, ccodecs_frame_info *info, ccodecs_output *output, ccodecs_report *report) {
    ccodecs_j2k_stream header;
    int status = ccodecs_j2k_open(&header, input, report);
    if (status == CCODECS_OK) status = ccodecs_settle_frame(&header.frame, info, output, report);
    if (status != CCODECS_OK) return status;
    memory_reader reader = {header.codestream.bytes, header.codestream.length, 0};
    opj_codec_t *codec = opj_create_decompress(OPJ_CODEC_J2K);
    opj_stream_t *stream = opj_stream_create(1 << 16, OPJ_TRUE);
    if (codec && stream) {
        opj_set_error_handler(codec, keep_message, report);
        opj_stream_set_read_function(stream, read_memory);
        opj_stream_set_skip_function(stream, skip_memory);
        opj_stream_set_seek_function(stream, seek_memory);
        opj_stream_set_user_data(stream, &reader, NULL);
        opj_stream_set_user_data_length(stream, reader.length);
        status = decode_image(codec, stream, &header, info, output->bytes, report);
    } else {
        status = ccodecs_fail(report, CCODECS_INTERNAL, "OpenJPEG does not start");
    }
    if (stream) opj_stream_destroy(stream);
    if (codec) opj_destroy_codec(codec);
    if (status == CCODECS_OK) info->photometric = ccodecs_j2k_photometric(&header, info->photometric);
    return status;
}

/// The frame as OpenJPEG wants it: a plane of 32-bit samples for each component.
static opj_image_t *make_image(const uint8_t *pixels, const ccodecs_frame_info *info, uint32_t precision) {
    opj_image_cmptparm_t parameters[4] = {0};
    uint32_t components = info->samples_per_pixel;
    bool is_signed = info->pixel_representation == 1;
    for (uint32_t c = 0; c < components; c++)
        parameters[c] = (opj_image_cmptparm_t){
            .dx = 1, .dy = 1, .w = info->columns, .h = info->rows, .prec = precision, .sgnd = is_signed};
    opj_image_t *image = opj_image_create(components, parameters, components == 3 ? OPJ_CLRSPC_SRGB : OPJ_CLRSPC_GRAY);
    if (!image) return NULL;
    image->x1 = info->columns;
    image->y1 = info->rows;
    size_t count = (size_t)info->rows * info->columns, cell_bytes = info->bits_allocated / 8;
    for (uint32_t c = 0; c < components; c++) {
        OPJ_INT32 *samples = image->comps[c].data;
        for (size_t i = 0; i < count; i++) {
            const uint8_t *source = pixels + (i * components + c) * cell_bytes;
            uint32_t cell = cell_bytes == 1 ? *source : source[0] | (uint32_t)source[1] << 8;
            samples[i] = (OPJ_INT32)ccodecs_cell(cell, precision, is_signed);
        }
    }
    return image;
}

/// Decomposition levels as the standard recommends, but none that would halve a side of one pixel.
static int resolutions_for(uint32_t rows, uint32_t columns) {
    uint32_t side = rows < columns ? rows : columns;
    int resolutions = 1;
    while (resolutions < 6 && side >> resolutions) resolutions++;
    return resolutions;
}

static int encode_at(
    uint32_t precision, bool is_rgb, const uint8_t *pixels, const ccodecs_frame_info *info, ccodecs_buffer *buffer,
    ccodecs_report *report) {
    opj_cparameters_t parameters;
    opj_set_default_encoder_parameters(&parameters);
    parameters.tcp_numlayers = 1;
    parameters.cp_disto_alloc = 1;
    parameters.numresolution = resolutions_for(info->rows, info->columns);
    parameters.tcp_mct = is_rgb;
    opj_image_t *image = make_image(pixels, info, precision);
    opj_codec_t *codec = opj_create_compress(OPJ_CODEC_J2K);
    opj_stream_t *stream = opj_stream_create(1 << 16, OPJ_FALSE);
    int status = CCODECS_OK;
    if (image && codec && stream) {
        opj_set_error_handler(codec, keep_message, report);
        opj_stream_set_write_function(stream, write_buffer);
        opj_stream_set_user_data(stream, buffer, NULL);
        bool done = opj_setup_encoder(codec, &parameters, image) && opj_start_compress(codec, image, stream)
            && opj_encode(codec, stream) && opj_end_compress(codec, stream);
        if (!done) status = fail_after(report, CCODECS_INTERNAL, "the frame cannot be encoded");
    } else {
        status = ccodecs_fail(report, CCODECS_INTERNAL, "no memory for a JPEG 2000 frame");
    }
    if (stream) opj_stream_destroy(stream);
    if (codec) opj_destroy_codec(codec);
    if (image) opj_image_destroy(image);
    return status;
}

int ccodecs_jpeg2000_encode(const uint8_t *pixels, ccodecs_frame_info *info, ccodecs_buffer *buffer, ccodecs_report *report) {
    if (info->bits_allocated > 16)
        return ccodecs_fail(report, CCODECS_UNSUPPORTED, "JPEG 2000 is written for 8-bit and 16-bit cells only");
    bool is_rgb = info->samples_per_pixel == 3 && info->photometric == CCODECS_RGB;
    uint32_t precision = ccodecs_lossless_precision(pixels, info);
    int status = encode_at(precision, is_rgb, pixels, info, buffer, report);
    if (status != CCODECS_OK && precision < info->bits_allocated) {
        // OpenJPEG sizes its own buffer by the precision, and noise of one or two bits overflows it.
        buffer->length = 0;
        ccodecs_fail(report, CCODECS_OK, "%s", "");
        status = encode_at(info->bits_allocated, is_rgb, pixels, info, buffer, report);
    }
    if (status == CCODECS_OK && is_rgb) info->photometric = CCODECS_YBR_RCT;
    return status;
}
