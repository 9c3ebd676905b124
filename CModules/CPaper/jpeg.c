// JPEG of a page and pictures of JPEG files, by libjpeg, whose errors return here.
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "fail.h"
#include "picture.h"
#include "raster.h"

typedef struct {
    struct jpeg_error_mgr manager;
    jmp_buf back;
    char sentence[JMSG_LENGTH_MAX];
} trouble;

static void leave(j_common_ptr codec) {
    trouble *met = (trouble *)codec->err;
    codec->err->format_message(codec, met->sentence);
    longjmp(met->back, 1);
}

static void stay_silent(j_common_ptr codec, int level) {
    (void)codec;
    (void)level;
}

static struct jpeg_error_mgr *quiet(trouble *met) {
    jpeg_std_error(&met->manager);
    met->manager.error_exit = leave;
    met->manager.emit_message = stay_silent;
    return &met->manager;
}

static void describe(struct jpeg_compress_struct *codec, cairo_surface_t *page, double resolution, int quality) {
    codec->image_width = (JDIMENSION)cairo_image_surface_get_width(page);
    codec->image_height = (JDIMENSION)cairo_image_surface_get_height(page);
    // Cairo's 32 bits, least significant byte first on the machines that Swift runs on.
    codec->input_components = 4;
    codec->in_color_space = JCS_EXT_BGRX;
    jpeg_set_defaults(codec);
    jpeg_set_quality(codec, quality, TRUE);
    codec->density_unit = 1;
    codec->X_density = codec->Y_density = (UINT16)(resolution + 0.5);
    // Thin lines of colour lose theirs in halved colour planes.
    for (int i = 0; i < codec->num_components; i++) codec->comp_info[i].h_samp_factor = codec->comp_info[i].v_samp_factor = 1;
}

int cpaper_write_jpeg(cairo_surface_t *page, double resolution, int quality, cpaper_file *file, char *message) {
    cairo_surface_flush(page);
    struct jpeg_compress_struct codec;
    trouble met;
    unsigned char *data = NULL;
    unsigned long length = 0;
    codec.err = quiet(&met);
    if (setjmp(met.back)) {
        jpeg_destroy_compress(&codec);
        free(data);
        return cpaper_fail(message, CPAPER_INTERNAL, "libjpeg says: %.200s", met.sentence);
    }
    jpeg_create_compress(&codec);
    jpeg_mem_dest(&codec, &data, &length);
    describe(&codec, page, resolution, quality);
    jpeg_start_compress(&codec, TRUE);
    unsigned char *pixels = cairo_image_surface_get_data(page);
    size_t stride = (size_t)cairo_image_surface_get_stride(page);
    while (codec.next_scanline < codec.image_height) {
        JSAMPROW row = pixels + codec.next_scanline * stride;
        jpeg_write_scanlines(&codec, &row, 1);
    }
    jpeg_finish_compress(&codec);
    jpeg_destroy_compress(&codec);
    *file = (cpaper_file){data, length};
    return CPAPER_OK;
}

/// Reads the header; the picture's size is known, and checked, before memory is spent on it.
static int begin(struct jpeg_decompress_struct *codec, const cpaper_picture *picture, char *message) {
    jpeg_mem_src(codec, picture->data, picture->length);
    jpeg_read_header(codec, TRUE);
    if (!cpaper_picture_fits(codec->image_width, codec->image_height))
        return cpaper_fail(message, CPAPER_TOO_LARGE, "a JPEG of %u × %u pixels", codec->image_width, codec->image_height);
    if (codec->num_components == 4)
        return cpaper_fail(message, CPAPER_CORRUPT, "a JPEG of four colour components");
    codec->out_color_space = JCS_EXT_BGRX;
    return CPAPER_OK;
}

int cpaper_read_jpeg(const cpaper_picture *picture, cairo_surface_t **surface, char *message) {
    struct jpeg_decompress_struct codec;
    trouble met;
    // Set after setjmp and read after longjmp.
    cairo_surface_t *volatile decoded = NULL;
    codec.err = quiet(&met);
    if (setjmp(met.back)) {
        jpeg_destroy_decompress(&codec);
        if (decoded) cairo_surface_destroy(decoded);
        return cpaper_fail(message, CPAPER_CORRUPT, "libjpeg says: %.200s", met.sentence);
    }
    jpeg_create_decompress(&codec);
    int status = begin(&codec, picture, message);
    if (status != CPAPER_OK) {
        jpeg_destroy_decompress(&codec);
        return status;
    }
    jpeg_start_decompress(&codec);
    decoded = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)codec.output_width, (int)codec.output_height);
    if (cairo_surface_status(decoded) != CAIRO_STATUS_SUCCESS) ERREXIT1(&codec, JERR_OUT_OF_MEMORY, 0);
    unsigned char *pixels = cairo_image_surface_get_data(decoded);
    size_t stride = (size_t)cairo_image_surface_get_stride(decoded);
    while (codec.output_scanline < codec.output_height) {
        JSAMPROW row = pixels + codec.output_scanline * stride;
        jpeg_read_scanlines(&codec, &row, 1);
    }
    jpeg_finish_decompress(&codec);
    jpeg_destroy_decompress(&codec);
    cairo_surface_mark_dirty(decoded);
    *surface = decoded;
    return CPAPER_OK;
}
