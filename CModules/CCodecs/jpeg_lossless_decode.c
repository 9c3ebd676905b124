/// JPEG lossless, Huffman coded (T.81 Annex H, process 14): every predictor, 2 to 16 bits, point transform, restart intervals, one
/// to four components in one scan or several.
///
/// A row is decoded in two steps: first its differences, which is all Huffman decoding, then its samples, which is all prediction.
#include <stdlib.h>

#include "jpeg_bits.h"

enum { DIFFERENCE_BITS = 12 };

/// What the next DIFFERENCE_BITS bits hold: one difference or two, codes and further bits together.
typedef struct {
    uint16_t differences[2];
    /// How many differences are whole, and the bits of all of them and of the first; 0 whole ones for a longer code.
    uint8_t count, bits, first_bits;
} difference_pair;

typedef struct {
    difference_pair lookup[1 << DIFFERENCE_BITS];
    ccodecs_jpeg_huffman huffman;
} difference_table;

typedef struct {
    ccodecs_jpeg_stream *stream;
    const ccodecs_frame_info *info;
    difference_table *tables[JPEG_MOST_COMPONENTS];
    /// For each component of the scan, `columns` differences, then samples, of this row, and the samples of the one above.
    uint16_t *row, *above;
    uint8_t *out;
} lossless_decoder;

/// The difference behind the code at the top of the reader, modulo 2^16, and the bits it takes; 0 bits when the code is none.
static inline int read_long_difference(const difference_table *table, uint64_t top_bits, uint16_t *difference) {
    uint8_t size;
    int length = ccodecs_jpeg_huffman_peek(&table->huffman, top_bits, &size);
    if (length == 0 || size > 16) return 0;
    // Size 16 stands for 32768 alone and has no further bits (H.1.2.2).
    if (size == 16) *difference = 32768;
    else *difference = size == 0 ? 0 : (uint16_t)ccodecs_jpeg_extend(top_bits << length, size);
    return size == 16 ? length : length + size;
}

static bool build_table(const ccodecs_jpeg_codes *codes, difference_table *table) {
    if (!codes->is_defined || !ccodecs_jpeg_huffman_build(codes, &table->huffman)) return false;
    for (uint32_t i = 0; i < 1 << DIFFERENCE_BITS; i++) {
        difference_pair pair = {0};
        uint64_t top_bits = (uint64_t)i << (64 - DIFFERENCE_BITS);
        int first = read_long_difference(table, top_bits, &pair.differences[0]);
        if (first > 0 && first <= DIFFERENCE_BITS) {
            int second = read_long_difference(table, top_bits << first, &pair.differences[1]);
            bool is_pair = second > 0 && first + second <= DIFFERENCE_BITS;
            pair.count = is_pair ? 2 : 1;
            pair.bits = (uint8_t)(is_pair ? first + second : first);
            pair.first_bits = (uint8_t)first;
        }
        table->lookup[i] = pair;
    }
    return true;
}

/// Reads a difference that no lookup holds. A code that does not exist reads as 0 and is told by the padding, as is the end of
/// the data.
static inline uint16_t read_rare_difference(ccodecs_jpeg_bits *reader, const difference_table *table) {
    uint16_t difference = 0;
    int length = read_long_difference(table, reader->bits, &difference);
    if (length == 0) reader->padding = INT64_MAX / 2;
    else ccodecs_jpeg_bits_drop(reader, length);
    return difference;
}

static inline uint16_t read_difference(ccodecs_jpeg_bits *reader, const difference_table *table) {
    if (reader->count < 32) ccodecs_jpeg_bits_refill(reader);
    difference_pair pair = table->lookup[reader->bits >> (64 - DIFFERENCE_BITS)];
    if (__builtin_expect(pair.count == 0, 0)) return read_rare_difference(reader, table);
    ccodecs_jpeg_bits_drop(reader, pair.first_bits);
    return pair.differences[0];
}

/// Differences of one component, two at a time where two codes are short enough.
static inline void read_differences(ccodecs_jpeg_bits *reader, const difference_table *table, uint16_t *row, uint32_t count) {
    uint32_t x = 0;
    while (x + 1 < count) {
        if (reader->count < 32) ccodecs_jpeg_bits_refill(reader);
        difference_pair pair = table->lookup[reader->bits >> (64 - DIFFERENCE_BITS)];
        if (__builtin_expect(pair.count == 0, 0)) {
            row[x++] = read_rare_difference(reader, table);
            continue;
        }
        row[x] = pair.differences[0];
        row[x + 1] = pair.differences[1];
        x += pair.count;
        ccodecs_jpeg_bits_drop(reader, pair.bits);
    }
    if (x < count) row[x] = read_difference(reader, table);
}

static void read_row(ccodecs_jpeg_bits *reader, const lossless_decoder *decoder) {
    uint32_t columns = decoder->info->columns, components = decoder->stream->scan.components;
    ccodecs_jpeg_bits local = *reader;
    if (components == 1) {
        read_differences(&local, decoder->tables[0], decoder->row, columns);
    } else {
        for (uint32_t x = 0; x < columns; x++)
            for (uint32_t c = 0; c < components; c++)
                decoder->row[(size_t)c * columns + x] = read_difference(&local, decoder->tables[c]);
    }
    *reader = local;
}

/// Adds the prediction of Table H.1 to the differences of a row. `above` is null in the first row of the scan or after a restart,
/// which is predicted from the left alone (H.1.1); the first column of the others is predicted from above.
static void predict_row(uint16_t *row, const uint16_t *above, uint32_t columns, int predictor, uint16_t first) {
    uint16_t left = row[0] = (uint16_t)(row[0] + (above ? above[0] : first));
    if (!above || predictor == 1) {
        for (uint32_t x = 1; x < columns; x++) row[x] = left = (uint16_t)(row[x] + left);
        return;
    }
#define PREDICT(expression)                                                                 \
    for (uint32_t x = 1; x < columns; x++) {                                                \
        int32_t a = left, b = above[x], c = above[x - 1];                                   \
        (void)a, (void)b, (void)c;                                                          \
        row[x] = left = (uint16_t)(row[x] + (expression));                                  \
    }                                                                                       \
    break
    switch (predictor) {
    case 2: PREDICT(b);
    case 3: PREDICT(c);
    case 4: PREDICT(a + b - c);
    case 5: PREDICT(a + ((b - c) >> 1));
    case 6: PREDICT(b + ((a - c) >> 1));
    case 7: PREDICT((a + b) >> 1);
    default: break;
    }
#undef PREDICT
}

/// Writes a row of one component into the cells of the frame, undoing the point transform.
static void write_row(const lossless_decoder *decoder, const uint16_t *row, uint32_t y, uint32_t component) {
    const ccodecs_frame_info *info = decoder->info;
    uint32_t columns = info->columns, samples = info->samples_per_pixel, precision = decoder->stream->precision;
    uint32_t shift = decoder->stream->scan.low_bit;
    bool is_signed = info->pixel_representation == 1;
    size_t first = (size_t)y * columns * samples + component, cell_bytes = info->bits_allocated / 8;
    uint8_t *cells = decoder->out + first * cell_bytes;
    if (cell_bytes == 1) {
        for (uint32_t x = 0; x < columns; x++)
            cells[(size_t)x * samples] = (uint8_t)ccodecs_cell((uint32_t)row[x] << shift, precision, is_signed);
    } else if (cell_bytes == 2 && samples == 1 && shift == 0 && precision == 16) {
        memcpy(cells, row, (size_t)columns * 2);
    } else if (cell_bytes == 2) {
        for (uint32_t x = 0; x < columns; x++) {
            uint16_t cell = (uint16_t)ccodecs_cell((uint32_t)row[x] << shift, precision, is_signed);
            memcpy(cells + (size_t)x * samples * 2, &cell, 2);
        }
    } else {
        for (uint32_t x = 0; x < columns; x++) {
            uint32_t cell = ccodecs_cell((uint32_t)row[x] << shift, precision, is_signed);
            memcpy(cells + (size_t)x * samples * 4, &cell, 4);
        }
    }
}

static int decode_scan(lossless_decoder *decoder, ccodecs_report *report) {
    ccodecs_jpeg_stream *stream = decoder->stream;
    const ccodecs_jpeg_scan *scan = &stream->scan;
    uint32_t rows = decoder->info->rows, columns = decoder->info->columns;
    int predictor = scan->spectral_start;
    if (predictor < 1 || predictor > 7 || scan->low_bit >= stream->precision)
        return ccodecs_fail(report, CCODECS_CORRUPT, "JPEG lossless predictor %d, point transform %u", predictor, scan->low_bit);
    // Prediction starts anew at each interval, which H.1.1 therefore makes whole rows.
    if (stream->restart_interval % columns != 0)
        return ccodecs_fail(report, CCODECS_CORRUPT, "a JPEG lossless restart interval of %u samples in rows of %u", stream->restart_interval, columns);
    for (uint32_t c = 0; c < scan->components; c++)
        if (!build_table(&stream->dc[scan->dc[c]], decoder->tables[c]))
            return ccodecs_fail(report, CCODECS_CORRUPT, "JPEG Huffman table %u is missing or no prefix code", scan->dc[c]);
    uint16_t first = (uint16_t)(1u << (stream->precision - scan->low_bit - 1));
    uint32_t interval_rows = stream->restart_interval / columns, restarts = 0;
    ccodecs_jpeg_bits reader = ccodecs_jpeg_bits_at(stream);
    for (uint32_t y = 0; y < rows; y++) {
        bool starts = y == 0 || (interval_rows && y % interval_rows == 0);
        if (starts && y > 0 && !ccodecs_jpeg_bits_restart(&reader, restarts++))
            return ccodecs_fail(report, CCODECS_CORRUPT, "JPEG restart marker %u is missing before row %u", restarts, y);
        read_row(&reader, decoder);
        if (ccodecs_jpeg_bits_overran(&reader))
            return ccodecs_fail(report, CCODECS_CORRUPT, "JPEG lossless data breaks off in row %u of %u", y + 1, rows);
        for (uint32_t c = 0; c < scan->components; c++) {
            uint16_t *row = decoder->row + (size_t)c * columns;
            predict_row(row, starts ? NULL : decoder->above + (size_t)c * columns, columns, predictor, first);
            write_row(decoder, row, y, scan->index[c]);
        }
        uint16_t *swap = decoder->above;
        decoder->above = decoder->row;
        decoder->row = swap;
    }
    stream->position = (size_t)(reader.next - stream->input.bytes);
    return CCODECS_OK;
}

static int decode_scans(lossless_decoder *decoder, ccodecs_report *report) {
    uint32_t missing = (1u << decoder->stream->components) - 1;
    while (missing) {
        bool has_scan;
        int status = ccodecs_jpeg_next_scan(decoder->stream, &has_scan, report);
        if (status != CCODECS_OK) return status;
        if (!has_scan) return ccodecs_fail(report, CCODECS_CORRUPT, "the JPEG image ends before all of its components");
        const ccodecs_jpeg_scan *scan = &decoder->stream->scan;
        for (uint32_t c = 0; c < scan->components; c++) {
            if (!(missing >> scan->index[c] & 1)) return ccodecs_fail(report, CCODECS_CORRUPT, "a JPEG component comes twice");
            missing &= ~(1u << scan->index[c]);
        }
        status = decode_scan(decoder, report);
        if (status != CCODECS_OK) return status;
    }
    return CCODECS_OK;
}

int ccodecs_jpeg_lossless_decode(
    ccodecs_jpeg_stream *stream, ccodecs_frame_info *info, ccodecs_output *output, ccodecs_report *report) {
    if (stream->precision < 2 || stream->precision > 16)
        return ccodecs_fail(report, CCODECS_CORRUPT, "JPEG lossless with %u bits", stream->precision);
    for (uint32_t c = 0; c < stream->components; c++)
        if (stream->component[c].horizontal != stream->component[0].horizontal
            || stream->component[c].vertical != stream->component[0].vertical)
            return ccodecs_fail(report, CCODECS_UNSUPPORTED, "JPEG lossless with subsampled colour");
    ccodecs_codestream codestream = ccodecs_jpeg_codestream(stream, info);
    int status = ccodecs_settle_frame(&codestream, info, output, report);
    if (status != CCODECS_OK) return status;
    size_t row_samples = (size_t)info->columns * info->samples_per_pixel;
    uint16_t *rows = malloc(2 * row_samples * sizeof *rows);
    difference_table *tables = malloc(stream->components * sizeof *tables);
    if (rows && tables) {
        lossless_decoder decoder = {stream, info, {0}, rows, rows + row_samples, output->bytes};
        for (uint32_t c = 0; c < stream->components; c++) decoder.tables[c] = &tables[c];
        status = decode_scans(&decoder, report);
    } else {
        status = ccodecs_fail(report, CCODECS_INTERNAL, "no memory for rows of %zu samples", row_samples);
    }
    free(rows);
    free(tables);
    return status;
}
