/// JPEG with 8 bits, baseline, extended and progressive (T.81 processes 1 to 12): libjpeg-turbo, without its colour conversion.
#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>
#include <jerror.h>

#include "jpeg_stream.h"

/// A progressive image may have thousands of scans, each of which costs a pass over the frame; real ones have about ten.
enum { MOST_SCANS = 100 };

typedef struct {
    struct jpeg_decompress_struct decompress;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    struct jpeg_source_mgr source;
    jmp_buf escape;
    ccodecs_report *report;
    int status;
    /// The data ended before EOI.
    bool ran_out;
} session;

static void leave_on_error(j_common_ptr decompress) {
    session *self = decompress->client_data;
    char text[JMSG_LENGTH_MAX];
    decompress->err->format_message(decompress, text);
    bool memory = decompress->err->msg_code == JERR_OUT_OF_MEMORY;
    self->status = ccodecs_fail(self->report, memory ? CCODECS_INTERNAL : CCODECS_CORRUPT, "JPEG: %s", text);
    longjmp(self->escape, 1);
}

/// libjpeg goes on with grey where data is missing or broken. A picture with made-up parts must not pass for a picture.
static void judge_warning(j_common_ptr decompress, int level) {
    if (level >= 0) return;
    switch (decompress->err->msg_code) {
    case JWRN_HIT_MARKER: case JWRN_HUFF_BAD_CODE: case JWRN_ARITH_BAD_CODE: case JWRN_MUST_RESYNC:
        leave_on_error(decompress);
    default: break;
    }
}

static void limit_scans(j_common_ptr decompress) {
    session *self = decompress->client_data;
    if (self->decompress.input_scan_number <= MOST_SCANS) return;
    self->status = ccodecs_fail(self->report, CCODECS_TOO_LARGE, "JPEG: more than %d scans", MOST_SCANS);
    longjmp(self->escape, 1);
}

static void ignore_start(j_decompress_ptr decompress) { (void)decompress; }

/// Behind the end stands an EOI: an image that lacks nothing else is whole.
static boolean supply_end(j_decompress_ptr decompress) {
    static const JOCTET end[] = {0xFF, MARKER_EOI};
    session *self = decompress->client_data;
    self->ran_out = true;
    self->source.next_input_byte = end;
    self->source.bytes_in_buffer = sizeof end;
    return TRUE;
}

static void skip_input(j_decompress_ptr decompress, long count) {
    session *self = decompress->client_data;
    if (count <= 0) return;
    if ((size_t)count > self->source.bytes_in_buffer) {
        supply_end(decompress);
        return;
    }
    self->source.next_input_byte += count;
    self->source.bytes_in_buffer -= (size_t)count;
}

static void read_rows(session *self, uint8_t *out) {
    struct jpeg_decompress_struct *decompress = &self->decompress;
    size_t stride = (size_t)decompress->output_width * (size_t)decompress->output_components;
    while (decompress->output_scanline < decompress->output_height) {
        JSAMPROW rows[8];
        JDIMENSION left = decompress->output_height - decompress->output_scanline, step = left < 8 ? left : 8;
        for (JDIMENSION i = 0; i < step; i++) rows[i] = out + (decompress->output_scanline + i) * stride;
        jpeg_read_scanlines(decompress, rows, step);
    }
}

/// Everything that may jump back; what it changes lives in `self`.
static void decode(session *self, const uint8_t *bytes, size_t length, uint8_t *out) {
    struct jpeg_decompress_struct *decompress = &self->decompress;
    jpeg_create_decompress(decompress);
    self->source = (struct jpeg_source_mgr){
        .next_input_byte = bytes, .bytes_in_buffer = length, .init_source = ignore_start, .fill_input_buffer = supply_end,
        .skip_input_data = skip_input, .resync_to_restart = jpeg_resync_to_restart, .term_source = ignore_start};
    decompress->src = &self->source;
    self->progress.progress_monitor = limit_scans;
    decompress->progress = &self->progress;
    jpeg_read_header(decompress, TRUE);
    decompress->out_color_space = decompress->jpeg_color_space;
    decompress->dct_method = JDCT_ISLOW;
    jpeg_start_decompress(decompress);
    read_rows(self, out);
    // A missing scan shows only as an early end, so several scans need their EOI.
    if (self->ran_out && jpeg_has_multiple_scans(decompress))
        self->status = ccodecs_fail(self->report, CCODECS_CORRUPT, "JPEG: the data ends before the last scan");
    else self->status = CCODECS_OK;
}

int ccodecs_jpeg_8bit_decode(
    ccodecs_jpeg_stream *stream, ccodecs_frame_info *info, ccodecs_output *output, ccodecs_report *report) {
    ccodecs_codestream codestream = ccodecs_jpeg_codestream(stream, info);
    int status = ccodecs_settle_frame(&codestream, info, output, report);
    if (status != CCODECS_OK) return status;
    session self = {.report = report, .status = CCODECS_INTERNAL};
    self.decompress.err = jpeg_std_error(&self.errors);
    self.errors.error_exit = leave_on_error;
    self.errors.emit_message = judge_warning;
    self.decompress.client_data = &self;
    if (setjmp(self.escape) == 0)
        decode(&self, stream->input.bytes + stream->start, stream->input.length - stream->start, output->bytes);
    jpeg_destroy_decompress(&self.decompress);
    if (self.status != CCODECS_OK) return self.status;
    size_t samples = (size_t)info->rows * info->columns * info->samples_per_pixel;
    ccodecs_place_samples(output->bytes, samples, 8, info);
    if (stream->components == 3) info->photometric = ccodecs_jpeg_is_ybr(stream, info) ? CCODECS_YBR_FULL : CCODECS_RGB;
    return CCODECS_OK;
}
