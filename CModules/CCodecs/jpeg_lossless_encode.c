/// JPEG lossless, Huffman coded (T.81 Annex H, process 14), with the best code for each frame (Annex K.2).
///
/// Differences are made and counted first, a row at a time, then coded in a second pass: the code is then the frame's own, and both
/// loops stay simple enough to be fast.
#include <stdlib.h>
#include <string.h>

#include "jpeg_stream.h"

/// Sizes 0 to 16 of a difference (H.1.2.2).
enum { SIZES = 17, LONGEST_CODE = 16 };

typedef struct {
    uint8_t counts[33];
    uint8_t symbols[SIZES];
    uint32_t code[SIZES];
    uint8_t length[SIZES];
} size_codes;

static inline uint32_t size_of(uint16_t difference) {
    int32_t value = (int16_t)difference;
    uint32_t magnitude = (uint32_t)(value < 0 ? -value : value);
    return magnitude == 0 ? 0 : 32 - (uint32_t)__builtin_clz(magnitude);
}

/// Code lengths by merging the two rarest trees again and again (Figure K.1). One more symbol of frequency 1 takes the code of all
/// ones, which JPEG leaves free.
static void measure_codes(const uint64_t counted[SIZES], uint8_t lengths[SIZES + 1]) {
    uint64_t frequency[SIZES + 1];
    int other[SIZES + 1];
    memcpy(frequency, counted, SIZES * sizeof *frequency);
    frequency[SIZES] = 1;
    memset(lengths, 0, SIZES + 1);
    for (int i = 0; i <= SIZES; i++) other[i] = -1;
    for (;;) {
        int rarest = -1, second = -1;
        for (int i = 0; i <= SIZES; i++) {
            if (frequency[i] == 0) continue;
            if (rarest < 0 || frequency[i] <= frequency[rarest]) second = rarest, rarest = i;
            else if (second < 0 || frequency[i] <= frequency[second]) second = i;
        }
        if (second < 0) return;
        frequency[rarest] += frequency[second];
        frequency[second] = 0;
        int last = rarest;
        for (;; last = other[last]) {
            lengths[last]++;
            if (other[last] < 0) break;
        }
        other[last] = second;
        for (int i = second; i >= 0; i = other[i]) lengths[i]++;
    }
}

/// Shortens codes of more than 16 bits (Figure K.3), frees the one of all ones, and gives each size its code (Annex C).
static void assign_codes(const uint8_t lengths[SIZES + 1], size_codes *codes) {
    memset(codes, 0, sizeof *codes);
    for (int i = 0; i <= SIZES; i++) if (lengths[i]) codes->counts[lengths[i]]++;
    for (int i = 32; i > LONGEST_CODE; i--) {
        while (codes->counts[i] > 0) {
            int shorter = i - 2;
            while (codes->counts[shorter] == 0) shorter--;
            codes->counts[i] -= 2;
            codes->counts[i - 1]++;
            codes->counts[shorter + 1] += 2;
            codes->counts[shorter]--;
        }
    }
    int longest = LONGEST_CODE;
    while (codes->counts[longest] == 0) longest--;
    codes->counts[longest]--;
    // The symbols in order of their length, as Figure K.4 sorts them.
    int used = 0;
    for (int length = 1; length <= 32; length++)
        for (int size = 0; size < SIZES; size++) if (lengths[size] == length) codes->symbols[used++] = (uint8_t)size;
    uint32_t code = 0;
    for (int length = 1, position = 0; length <= LONGEST_CODE; length++, code <<= 1)
        for (int i = 0; i < codes->counts[length]; i++, position++) {
            codes->code[codes->symbols[position]] = code++;
            codes->length[codes->symbols[position]] = (uint8_t)length;
        }
}

/// The differences of one row of one component (Table H.1), modulo 2^16.
static void difference_row(
    const uint16_t *row, const uint16_t *above, uint32_t columns, int predictor, uint16_t first, uint16_t *differences) {
    differences[0] = (uint16_t)(row[0] - (above ? above[0] : first));
    if (!above) predictor = 1;
#define PREDICT(expression)                                                                 \
    for (uint32_t x = 1; x < columns; x++) {                                                \
        int32_t a = row[x - 1], b = above ? above[x] : 0, c = above ? above[x - 1] : 0;      \
        (void)a, (void)b, (void)c;                                                          \
        differences[x] = (uint16_t)(row[x] - (expression));                                 \
    }                                                                                       \
    break
    switch (predictor) {
    case 1: PREDICT(a);
    case 2: PREDICT(b);
    case 3: PREDICT(c);
    case 4: PREDICT(a + b - c);
    case 5: PREDICT(a + ((b - c) >> 1));
    case 6: PREDICT(b + ((a - c) >> 1));
    default: PREDICT((a + b) >> 1);
    }
#undef PREDICT
}

typedef struct {
    const uint8_t *pixels;
    const ccodecs_frame_info *info;
    uint32_t precision;
    int predictor;
    /// Two rows of samples for each component, this one and the one above.
    uint16_t *row, *above;
} lossless_encoder;

/// Takes a row apart into components of `precision` bits.
static void load_row(const lossless_encoder *encoder, uint32_t y) {
    uint32_t columns = encoder->info->columns, samples = encoder->info->samples_per_pixel;
    uint16_t mask = (uint16_t)((1u << encoder->precision) - 1);
    size_t start = (size_t)y * columns * samples;
    for (uint32_t c = 0; c < samples; c++) {
        uint16_t *row = encoder->row + (size_t)c * columns;
        if (encoder->info->bits_allocated == 8) {
            const uint8_t *cells = encoder->pixels + start + c;
            for (uint32_t x = 0; x < columns; x++) row[x] = cells[(size_t)x * samples] & mask;
        } else {
            const uint8_t *cells = encoder->pixels + 2 * (start + c);
            for (uint32_t x = 0; x < columns; x++) {
                uint16_t cell;
                memcpy(&cell, cells + 2 * (size_t)x * samples, 2);
                row[x] = cell & mask;
            }
        }
    }
}

/// The differences of row `y`, component after component. Rows have to come in order.
static void make_differences(lossless_encoder *encoder, uint32_t y, uint16_t *differences) {
    uint32_t columns = encoder->info->columns;
    uint16_t first = (uint16_t)(1u << (encoder->precision - 1));
    uint16_t *swap = encoder->above;
    encoder->above = encoder->row;
    encoder->row = swap;
    load_row(encoder, y);
    for (uint32_t c = 0; c < encoder->info->samples_per_pixel; c++) {
        size_t at = (size_t)c * columns;
        difference_row(encoder->row + at, y == 0 ? NULL : encoder->above + at, columns, encoder->predictor, first, differences + at);
    }
}

static void count_sizes(const uint16_t *differences, size_t count, uint64_t counted[SIZES]) {
    // Two tallies, so that runs of one size do not wait for their own last increment.
    uint32_t even[SIZES] = {0}, odd[SIZES] = {0};
    size_t i = 0;
    for (; i + 1 < count; i += 2) {
        even[size_of(differences[i])]++;
        odd[size_of(differences[i + 1])]++;
    }
    if (i < count) even[size_of(differences[i])]++;
    for (int size = 0; size < SIZES; size++) counted[size] += (uint64_t)even[size] + odd[size];
}

/// The predictor that needs the fewest bits, by the sizes of the differences in a sixteenth of the rows.
static int choose_predictor(lossless_encoder *encoder, uint16_t *differences) {
    enum { SAMPLED = 16 };
    uint64_t fewest = UINT64_MAX;
    int best = 1;
    size_t row_samples = (size_t)encoder->info->columns * encoder->info->samples_per_pixel;
    for (int predictor = 1; predictor <= 7; predictor++) {
        uint64_t bits = 0;
        encoder->predictor = predictor;
        for (uint32_t y = 1; y < encoder->info->rows; y += SAMPLED) {
            make_differences(encoder, y - 1, differences);
            make_differences(encoder, y, differences);
            for (size_t i = 0; i < row_samples; i++) bits += size_of(differences[i]);
        }
        if (bits < fewest) fewest = bits, best = predictor;
    }
    return best;
}

/// Bits on their way out, with a zero stuffed behind every 0xFF (F.1.2.3).
typedef struct {
    uint8_t *out;
    uint64_t bits;
    int count;
} bit_writer;

static inline void put_byte(bit_writer *writer, uint8_t byte) {
    *writer->out++ = byte;
    if (byte == 0xFF) *writer->out++ = 0;
}

/// Appends up to 32 bits.
static inline void put_bits(bit_writer *writer, uint32_t value, int count) {
    writer->bits = writer->bits << count | value;
    writer->count += count;
    if (writer->count < 32) return;
    writer->count -= 32;
    uint32_t word = (uint32_t)(writer->bits >> writer->count);
    bool has_ff = (~word - 0x01010101u) & word & 0x80808080u;
    if (__builtin_expect(!has_ff, 1)) {
        word = __builtin_bswap32(word);
        memcpy(writer->out, &word, 4);
        writer->out += 4;
    } else {
        for (int shift = 24; shift >= 0; shift -= 8) put_byte(writer, (uint8_t)(word >> shift));
    }
}

/// Fills the last byte with ones (F.1.2.3).
static void finish_bits(bit_writer *writer) {
    while (writer->count > 0) {
        int left = writer->count < 8 ? writer->count : 8;
        uint32_t byte = (uint32_t)(writer->bits >> (writer->count - left)) & ((1u << left) - 1);
        put_byte(writer, (uint8_t)(byte << (8 - left) | ((1u << (8 - left)) - 1)));
        writer->count -= left;
    }
}

static inline void put_difference(bit_writer *writer, const size_codes *codes, uint16_t difference) {
    uint32_t size = size_of(difference), further = size == 16 ? 0 : size;
    uint32_t value = (uint32_t)((int16_t)difference + ((int16_t)difference >> 15)) & ((1u << further) - 1);
    put_bits(writer, codes->code[size] << further | value, codes->length[size] + (int)further);
}

static uint8_t *put16(uint8_t *out, uint32_t value) {
    *out++ = (uint8_t)(value >> 8);
    *out++ = (uint8_t)value;
    return out;
}

static uint8_t *put_headers(uint8_t *out, const lossless_encoder *encoder, const size_codes *codes) {
    const ccodecs_frame_info *info = encoder->info;
    uint32_t components = info->samples_per_pixel, used = 0;
    for (int length = 1; length <= LONGEST_CODE; length++) used += codes->counts[length];
    out = put16(out, 0xFF00 | MARKER_SOI);
    out = put16(out, 0xFF00 | MARKER_SOF3);
    out = put16(out, 8 + 3 * components);
    *out++ = (uint8_t)encoder->precision;
    out = put16(out, info->rows);
    out = put16(out, info->columns);
    *out++ = (uint8_t)components;
    for (uint32_t c = 0; c < components; c++) *out++ = (uint8_t)(c + 1), *out++ = 0x11, *out++ = 0;
    out = put16(out, 0xFF00 | MARKER_DHT);
    out = put16(out, 2 + 17 + used);
    *out++ = 0;
    memcpy(out, codes->counts + 1, LONGEST_CODE);
    memcpy(out + LONGEST_CODE, codes->symbols, used);
    out += LONGEST_CODE + used;
    out = put16(out, 0xFF00 | MARKER_SOS);
    out = put16(out, 6 + 2 * components);
    *out++ = (uint8_t)components;
    for (uint32_t c = 0; c < components; c++) *out++ = (uint8_t)(c + 1), *out++ = 0;
    *out++ = (uint8_t)encoder->predictor;
    *out++ = 0;
    *out++ = 0;
    return out;
}

/// The second pass: headers, then every difference by its code.
static int write_stream(
    const lossless_encoder *encoder, const uint16_t *differences, const size_codes *codes, ccodecs_buffer *buffer,
    ccodecs_report *report) {
    uint32_t columns = encoder->info->columns, components = encoder->info->samples_per_pixel;
    size_t row_samples = (size_t)columns * components;
    enum { HEADERS = 256 };
    // A difference takes at most 32 bits, and stuffing at most doubles them.
    size_t worst_row = row_samples * 8 + 16;
    if (!ccodecs_buffer_reserve(buffer, HEADERS + worst_row + row_samples * encoder->info->rows))
        return ccodecs_fail(report, CCODECS_INTERNAL, "no memory for a JPEG frame");
    bit_writer writer = {put_headers(buffer->bytes, encoder, codes), 0, 0};
    for (uint32_t y = 0; y < encoder->info->rows; y++) {
        buffer->length = (size_t)(writer.out - buffer->bytes);
        if (!ccodecs_buffer_reserve(buffer, worst_row + 16)) return ccodecs_fail(report, CCODECS_INTERNAL, "no memory for a JPEG frame");
        writer.out = buffer->bytes + buffer->length;
        const uint16_t *row = differences + y * row_samples;
        for (uint32_t x = 0; x < columns; x++)
            for (uint32_t c = 0; c < components; c++) put_difference(&writer, codes, row[(size_t)c * columns + x]);
    }
    finish_bits(&writer);
    writer.out = put16(writer.out, 0xFF00 | MARKER_EOI);
    buffer->length = (size_t)(writer.out - buffer->bytes);
    return CCODECS_OK;
}

/// A `predictor` of 0 lets the frame choose.
static int encode_frame(
    const uint8_t *pixels, int predictor, const ccodecs_frame_info *info, ccodecs_buffer *buffer, ccodecs_report *report) {
    if (info->bits_allocated > 16) return ccodecs_fail(report, CCODECS_UNSUPPORTED, "JPEG lossless has no %u-bit samples", info->bits_allocated);
    size_t row_samples = (size_t)info->columns * info->samples_per_pixel, total = row_samples * info->rows;
    uint16_t *rows = malloc(2 * row_samples * sizeof *rows), *differences = malloc(total * sizeof *differences);
    int status;
    if (rows && differences) {
        // Differences wrap at 2^16, so negative samples cost nothing at full width, and much if cut to Bits Stored.
        uint32_t precision = info->pixel_representation ? info->bits_allocated : ccodecs_lossless_precision(pixels, info);
        lossless_encoder encoder = {pixels, info, precision < 2 ? 2 : precision, predictor, rows, rows + row_samples};
        if (predictor == 0) encoder.predictor = choose_predictor(&encoder, differences);
        uint64_t counted[SIZES] = {0};
        for (uint32_t y = 0; y < info->rows; y++) {
            make_differences(&encoder, y, differences + y * row_samples);
            count_sizes(differences + y * row_samples, row_samples, counted);
        }
        uint8_t lengths[SIZES + 1];
        size_codes codes;
        measure_codes(counted, lengths);
        assign_codes(lengths, &codes);
        status = write_stream(&encoder, differences, &codes, buffer, report);
    } else {
        status = ccodecs_fail(report, CCODECS_INTERNAL, "no memory for %zu differences", total);
    }
    free(rows);
    free(differences);
    return status;
}

int ccodecs_jpeg_sv1_encode(const uint8_t *pixels, ccodecs_frame_info *info, ccodecs_buffer *buffer, ccodecs_report *report) {
    return encode_frame(pixels, 1, info, buffer, report);
}

int ccodecs_jpeg_lossless_encode(const uint8_t *pixels, ccodecs_frame_info *info, ccodecs_buffer *buffer, ccodecs_report *report) {
    return encode_frame(pixels, 0, info, buffer, report);
}
