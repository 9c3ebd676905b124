/// JPEG extended sequential, Huffman coded, with 12 bits (T.81 process 4): what libjpeg built for 8 bits cannot read.
#include <stdlib.h>

#include "jpeg_bits.h"
#include "jpeg_dct12.h"

/// The samples of one component, whole blocks of them.
typedef struct {
    uint16_t *samples;
    /// In blocks: as the component's own size has them (A.1.1), and as whole MCUs have them (A.2.4).
    uint32_t columns, rows, padded_columns, padded_rows;
    int32_t last_dc;
} plane;

typedef struct {
    ccodecs_jpeg_stream *stream;
    const ccodecs_frame_info *info;
    uint32_t most_horizontal, most_vertical;
    plane planes[JPEG_MOST_COMPONENTS];
    ccodecs_jpeg_huffman dc[JPEG_MOST_COMPONENTS], ac[JPEG_MOST_COMPONENTS];
} dct_decoder;

static const uint8_t zigzag[64] = {
    0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6,  7,  14, 21, 28,
    35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
};

static uint32_t divide_up(uint32_t value, uint32_t by) { return (value + by - 1) / by; }

/// Decodes one block (F.2.2) into the plane; false when a code or a run is impossible.
static bool decode_block(
    ccodecs_jpeg_bits *reader, const ccodecs_jpeg_huffman *dc, const ccodecs_jpeg_huffman *ac, const uint16_t *quantization,
    plane *plane, uint32_t column, uint32_t row) {
    int32_t coefficients[64] = {0};
    uint8_t symbol;
    ccodecs_jpeg_bits_refill(reader);
    int length = ccodecs_jpeg_huffman_peek(dc, reader->bits, &symbol);
    if (length == 0 || symbol > 15) return false;
    ccodecs_jpeg_bits_drop(reader, length);
    if (symbol > 0) {
        // Wraps as 16 bits do: only broken streams come here.
        plane->last_dc = (int16_t)(plane->last_dc + ccodecs_jpeg_extend(reader->bits, symbol));
        ccodecs_jpeg_bits_drop(reader, symbol);
    }
    coefficients[0] = plane->last_dc * quantization[0];
    for (int k = 1; k < 64; k++) {
        if (reader->count < 32) ccodecs_jpeg_bits_refill(reader);
        length = ccodecs_jpeg_huffman_peek(ac, reader->bits, &symbol);
        if (length == 0) return false;
        ccodecs_jpeg_bits_drop(reader, length);
        int run = symbol >> 4, size = symbol & 15;
        if (size == 0) {
            if (run != 15) break;
            k += 15;
            continue;
        }
        k += run;
        if (k > 63) return false;
        coefficients[zigzag[k]] = ccodecs_jpeg_extend(reader->bits, size) * quantization[k];
        ccodecs_jpeg_bits_drop(reader, size);
    }
    uint32_t stride = plane->padded_columns * 8;
    ccodecs_jpeg_dct12_inverse(coefficients, plane->samples + ((size_t)row * 8 * stride + (size_t)column * 8), stride);
    return true;
}

/// The blocks of one MCU (A.2): one block when the scan has one component, else a rectangle of each.
static bool decode_unit(dct_decoder *decoder, ccodecs_jpeg_bits *reader, uint32_t unit_column, uint32_t unit_row) {
    const ccodecs_jpeg_scan *scan = &decoder->stream->scan;
    for (uint32_t c = 0; c < scan->components; c++) {
        uint32_t index = scan->index[c];
        const ccodecs_jpeg_component *component = &decoder->stream->component[index];
        uint32_t wide = scan->components == 1 ? 1 : component->horizontal, high = scan->components == 1 ? 1 : component->vertical;
        const uint16_t *quantization = decoder->stream->quantization[component->quantization];
        for (uint32_t y = 0; y < high; y++)
            for (uint32_t x = 0; x < wide; x++)
                if (!decode_block(reader, &decoder->dc[c], &decoder->ac[c], quantization, &decoder->planes[index],
                                  unit_column * wide + x, unit_row * high + y))
                    return false;
    }
    return true;
}

/// The spectral selection of a sequential scan is all of it, whatever its header says: files with 0 to 0 exist.
static int prepare_scan(dct_decoder *decoder, ccodecs_report *report) {
    ccodecs_jpeg_stream *stream = decoder->stream;
    const ccodecs_jpeg_scan *scan = &stream->scan;
    for (uint32_t c = 0; c < scan->components; c++) {
        const ccodecs_jpeg_codes *dc = &stream->dc[scan->dc[c]], *ac = &stream->ac[scan->ac[c]];
        uint8_t table = stream->component[scan->index[c]].quantization;
        if (table > 3 || !stream->has_quantization[table])
            return ccodecs_fail(report, CCODECS_CORRUPT, "JPEG quantization table %u is missing", table);
        if (!dc->is_defined || !ac->is_defined || !ccodecs_jpeg_huffman_build(dc, &decoder->dc[c])
            || !ccodecs_jpeg_huffman_build(ac, &decoder->ac[c]))
            return ccodecs_fail(report, CCODECS_CORRUPT, "a JPEG Huffman table is missing or no prefix code");
        decoder->planes[scan->index[c]].last_dc = 0;
    }
    return CCODECS_OK;
}

static int decode_scan(dct_decoder *decoder, ccodecs_report *report) {
    ccodecs_jpeg_stream *stream = decoder->stream;
    int status = prepare_scan(decoder, report);
    if (status != CCODECS_OK) return status;
    const plane *only = stream->scan.components == 1 ? &decoder->planes[stream->scan.index[0]] : NULL;
    uint32_t unit_columns = only ? only->columns : divide_up(decoder->info->columns, 8 * decoder->most_horizontal);
    uint32_t unit_rows = only ? only->rows : divide_up(decoder->info->rows, 8 * decoder->most_vertical);
    ccodecs_jpeg_bits reader = ccodecs_jpeg_bits_at(stream);
    uint32_t unit = 0, restarts = 0;
    for (uint32_t row = 0; row < unit_rows; row++)
        for (uint32_t column = 0; column < unit_columns; column++, unit++) {
            if (stream->restart_interval && unit == stream->restart_interval) {
                if (!ccodecs_jpeg_bits_restart(&reader, restarts++))
                    return ccodecs_fail(report, CCODECS_CORRUPT, "JPEG restart marker %u is missing", restarts);
                for (uint32_t c = 0; c < stream->components; c++) decoder->planes[c].last_dc = 0;
                unit = 0;
            }
            if (!decode_unit(decoder, &reader, column, row) || ccodecs_jpeg_bits_overran(&reader))
                return ccodecs_fail(report, CCODECS_CORRUPT, "JPEG data breaks off in block row %u, column %u", row, column);
        }
    stream->position = (size_t)(reader.next - stream->input.bytes);
    return CCODECS_OK;
}

static int decode_scans(dct_decoder *decoder, ccodecs_report *report) {
    uint32_t missing = (1u << decoder->stream->components) - 1;
    while (missing) {
        bool has_scan;
        int status = ccodecs_jpeg_next_scan(decoder->stream, &has_scan, report);
        if (status != CCODECS_OK) return status;
        if (!has_scan) return ccodecs_fail(report, CCODECS_CORRUPT, "the JPEG image ends before all of its components");
        for (uint32_t c = 0; c < decoder->stream->scan.components; c++) missing &= ~(1u << decoder->stream->scan.index[c]);
        status = decode_scan(decoder, report);
        if (status != CCODECS_OK) return status;
    }
    return CCODECS_OK;
}

/// Sizes the planes, and allocates them as one block, which the first of them owns.
static bool make_planes(dct_decoder *decoder) {
    size_t total = 0;
    for (uint32_t c = 0; c < decoder->stream->components; c++) {
        const ccodecs_jpeg_component *component = &decoder->stream->component[c];
        plane *plane = &decoder->planes[c];
        plane->columns = divide_up(divide_up(decoder->info->columns * component->horizontal, decoder->most_horizontal), 8);
        plane->rows = divide_up(divide_up(decoder->info->rows * component->vertical, decoder->most_vertical), 8);
        plane->padded_columns = divide_up(decoder->info->columns, 8 * decoder->most_horizontal) * component->horizontal;
        plane->padded_rows = divide_up(decoder->info->rows, 8 * decoder->most_vertical) * component->vertical;
        total += (size_t)plane->padded_columns * plane->padded_rows * 64;
    }
    uint16_t *samples = malloc(total * sizeof *samples);
    for (uint32_t c = 0; samples && c < decoder->stream->components; c++) {
        decoder->planes[c].samples = samples;
        samples += (size_t)decoder->planes[c].padded_columns * decoder->planes[c].padded_rows * 64;
    }
    return samples != NULL;
}

/// Copies the planes into cells; a subsampled component's sample serves all the pixels that it covers.
static void write_cells(const dct_decoder *decoder, uint8_t *out) {
    const ccodecs_frame_info *info = decoder->info;
    size_t cell_bytes = info->bits_allocated / 8;
    bool is_signed = info->pixel_representation == 1;
    for (uint32_t c = 0; c < info->samples_per_pixel; c++) {
        const ccodecs_jpeg_component *component = &decoder->stream->component[c];
        const plane *plane = &decoder->planes[c];
        for (uint32_t y = 0; y < info->rows; y++) {
            const uint16_t *row = plane->samples + (size_t)(y * component->vertical / decoder->most_vertical) * plane->padded_columns * 8;
            uint8_t *cells = out + ((size_t)y * info->columns * info->samples_per_pixel + c) * cell_bytes;
            for (uint32_t x = 0; x < info->columns; x++) {
                uint32_t cell = ccodecs_cell(row[x * component->horizontal / decoder->most_horizontal], 12, is_signed);
                for (size_t byte = 0; byte < cell_bytes; byte++, cell >>= 8)
                    cells[(size_t)x * info->samples_per_pixel * cell_bytes + byte] = (uint8_t)cell;
            }
        }
    }
}

int ccodecs_jpeg_12bit_decode(
    ccodecs_jpeg_stream *stream, ccodecs_frame_info *info, ccodecs_output *output, ccodecs_report *report) {
    ccodecs_codestream codestream = ccodecs_jpeg_codestream(stream, info);
    int status = ccodecs_settle_frame(&codestream, info, output, report);
    if (status != CCODECS_OK) return status;
    dct_decoder *decoder = calloc(1, sizeof *decoder);
    if (!decoder) return ccodecs_fail(report, CCODECS_INTERNAL, "no memory for a JPEG decoder");
    decoder->stream = stream;
    decoder->info = info;
    decoder->most_horizontal = decoder->most_vertical = 1;
    for (uint32_t c = 0; c < stream->components; c++) {
        const ccodecs_jpeg_component *component = &stream->component[c];
        if (component->horizontal > decoder->most_horizontal) decoder->most_horizontal = component->horizontal;
        if (component->vertical > decoder->most_vertical) decoder->most_vertical = component->vertical;
    }
    if (make_planes(decoder)) status = decode_scans(decoder, report);
    else status = ccodecs_fail(report, CCODECS_INTERNAL, "no memory for %u x %u samples", info->columns, info->rows);
    if (status == CCODECS_OK) {
        write_cells(decoder, output->bytes);
        if (stream->components == 3) info->photometric = ccodecs_jpeg_is_ybr(stream, info) ? CCODECS_YBR_FULL : CCODECS_RGB;
    }
    free(decoder->planes[0].samples);
    free(decoder);
    return status;
}
