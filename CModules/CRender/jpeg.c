// Baseline JPEG by libjpeg-turbo, into memory.
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "crender_encode.h"
#include "fail.h"

/// libjpeg reports an error by calling a function that must not return.
typedef struct recovery {
    struct jpeg_error_mgr base;
    jmp_buf stop;
    char text[JMSG_LENGTH_MAX];
} recovery;

static void stop_on_error(j_common_ptr codec) {
    recovery *errors = (recovery *)codec->err;
    codec->err->format_message(codec, errors->text);
    longjmp(errors->stop, 1);
}

static void keep_silent(j_common_ptr codec) {
    (void)codec;
}

/// A buffer that doubles when it is full.
typedef struct growing_file {
    struct jpeg_destination_mgr base;
    uint8_t *data;
    size_t capacity;
} growing_file;

static void begin_file(j_compress_ptr encoder) {
    growing_file *file = (growing_file *)encoder->dest;
    file->base.next_output_byte = file->data;
    file->base.free_in_buffer = file->capacity;
}

static boolean enlarge_file(j_compress_ptr encoder) {
    growing_file *file = (growing_file *)encoder->dest;
    uint8_t *larger = realloc(file->data, file->capacity * 2);
    if (!larger) {
        encoder->err->msg_code = JERR_OUT_OF_MEMORY;
        encoder->err->error_exit((j_common_ptr)encoder);
    }
    file->data = larger;
    file->base.next_output_byte = larger + file->capacity;
    file->base.free_in_buffer = file->capacity;
    file->capacity *= 2;
    return TRUE;
}

static void end_file(j_compress_ptr encoder) {
    (void)encoder;
}

/// Rows handed over at once: enough to amortise the call.
enum { ROWS_PER_CALL = 16 };

/// - Parameter restart_rows: rows of blocks between two restart markers; 0 for none.
static void compress(j_compress_ptr encoder, const crender_picture *picture, int quality, int restart_rows) {
    encoder->image_width = picture->width;
    encoder->image_height = picture->height;
    encoder->input_components = (int)picture->channels;
    encoder->in_color_space = picture->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(encoder);
    jpeg_set_quality(encoder, quality, TRUE);
    for (int i = 0; i < encoder->num_components; i++) {
        encoder->comp_info[i].h_samp_factor = 1;
        encoder->comp_info[i].v_samp_factor = 1;
    }
    encoder->restart_in_rows = restart_rows;
    jpeg_start_compress(encoder, TRUE);
    size_t row_length = (size_t)picture->width * picture->channels;
    while (encoder->next_scanline < encoder->image_height) {
        JSAMPROW rows[ROWS_PER_CALL];
        JDIMENSION left = encoder->image_height - encoder->next_scanline;
        JDIMENSION count = left < ROWS_PER_CALL ? left : ROWS_PER_CALL;
        for (JDIMENSION i = 0; i < count; i++) rows[i] = picture->data + (encoder->next_scanline + i) * row_length;
        jpeg_write_scanlines(encoder, rows, count);
    }
    jpeg_finish_compress(encoder);
}

/// Apart from `crender_jpeg`, because what a jump back finds in a function's own variables is not defined.
static int compress_or_stop(
    j_compress_ptr encoder, recovery *errors, growing_file *output, const crender_picture *picture, int quality, int restart_rows) {
    if (setjmp(errors->stop)) return CRENDER_INTERNAL;
    jpeg_create_compress(encoder);
    encoder->dest = &output->base;
    compress(encoder, picture, quality, restart_rows);
    return CRENDER_OK;
}

static int encode(const crender_picture *picture, int quality, int restart_rows, crender_file *file, char *message) {
    *file = (crender_file){NULL, 0};
    if (!picture->data || picture->bits != 8 || (picture->channels != 1 && picture->channels != 3))
        return crender_fail(message, CRENDER_UNSUPPORTED, "JPEG needs a picture of 8 bits");
    if (picture->width > JPEG_MAX_DIMENSION || picture->height > JPEG_MAX_DIMENSION)
        return crender_fail(message, CRENDER_TOO_LARGE, "JPEG holds at most %ld pixels a side; the picture is %u × %u",
                            JPEG_MAX_DIMENSION, picture->width, picture->height);
    quality = quality < 1 ? 1 : quality > 100 ? 100 : quality;

    growing_file output;
    memset(&output, 0, sizeof output);
    output.base.init_destination = begin_file;
    output.base.empty_output_buffer = enlarge_file;
    output.base.term_destination = end_file;
    output.capacity = picture->length / 4 + 4096;
    output.data = malloc(output.capacity);
    if (!output.data) return crender_fail_memory(message, output.capacity);

    struct jpeg_compress_struct encoder;
    recovery errors;
    memset(&encoder, 0, sizeof encoder);
    memset(&errors, 0, sizeof errors);
    encoder.err = jpeg_std_error(&errors.base);
    errors.base.error_exit = stop_on_error;
    errors.base.output_message = keep_silent;
    int status = compress_or_stop(&encoder, &errors, &output, picture, quality, restart_rows);
    jpeg_destroy_compress(&encoder);
    if (status != CRENDER_OK) {
        free(output.data);
        return crender_fail(message, status, "JPEG: %s", errors.text);
    }
    *file = (crender_file){output.data, output.capacity - output.base.free_in_buffer};
    return CRENDER_OK;
}

int crender_jpeg(const crender_picture *picture, int quality, crender_file *file, char *message) {
    return encode(picture, quality, 0, file, message);
}

int crender_jpeg_part(const crender_picture *picture, uint32_t part, uint32_t part_rows, int quality, crender_file *file, char *message) {
    *file = (crender_file){NULL, 0};
    uint64_t first = (uint64_t)part * part_rows;
    uint64_t blocks = ((uint64_t)picture->width + 7) / 8 * (part_rows / 8);
    if (part_rows == 0 || part_rows % 8 || first >= picture->height || blocks > CRENDER_JPEG_PART_BLOCKS)
        return crender_fail(message, CRENDER_BAD_ARGUMENT, "part %u of %u rows cannot be coded by itself", part, part_rows);
    crender_picture strip = *picture;
    size_t row_length = (size_t)picture->width * picture->channels;
    strip.data = picture->data + first * row_length;
    strip.height = picture->height - first < part_rows ? (uint32_t)(picture->height - first) : part_rows;
    strip.length = strip.height * row_length;
    return encode(&strip, quality, (int)(part_rows / 8), file, message);
}
