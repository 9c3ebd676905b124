/// High-throughput JPEG 2000 (ISO/IEC 15444-15, PS3.5 8.2.14): OpenJPH. No exception and no C++ type leaves this file.
#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <stdexcept>

#include <openjph/ojph_arch.h>
#include <openjph/ojph_codestream.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_message.h>
#include <openjph/ojph_params.h>

#include "j2k_stream.h"

namespace {

/// OpenJPH's own handler prints; this one throws what it would have printed.
class throwing_error final : public ojph::message_error {
public:
    void operator()(int, const char *, int, const char *format, ...) override {
        char text[200];
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(text, sizeof text, format, arguments);
        va_end(arguments);
        text[strcspn(text, "\r\n")] = 0;
        throw std::runtime_error(text);
    }
};

/// Warnings are about markers that OpenJPH skips; the checks of `ccodecs_j2k_open` have been stricter already.
class silent_warning final : public ojph::message_warning {
public:
    void operator()(int, const char *, int, const char *, ...) override {}
};

void take_over_messages() {
    static throwing_error error;
    static silent_warning warning;
    static std::once_flag once;
    std::call_once(once, [] {
        ojph::configure_error(&error);
        ojph::configure_warning(&warning);
    });
}

/// Runs `body` and turns whatever it throws into a status. OpenJPH throws character strings when memory is out.
template <typename Body>
int guard(ccodecs_report *report, int status, Body body) {
    try {
        take_over_messages();
        body();
        return CCODECS_OK;
    } catch (const std::bad_alloc &) {
        return ccodecs_fail(report, CCODECS_INTERNAL, "no memory for an HTJ2K frame");
    } catch (const std::exception &error) {
        return ccodecs_fail(report, status, "HTJ2K: %s", error.what());
    } catch (...) {
        return ccodecs_fail(report, CCODECS_INTERNAL, "HTJ2K: OpenJPH failed");
    }
}

/// Lossy decoding may overshoot the range of the samples; the bits of a cell would wrap.
template <typename Cell>
void write_row(
    const ojph::si32 *samples, uint32_t columns, size_t stride, const ccodecs_j2k_stream &header, bool is_signed, uint8_t *cells) {
    uint32_t precision = header.frame.precision;
    int64_t low = header.is_signed ? -(int64_t(1) << (precision - 1)) : 0;
    int64_t high = header.is_signed ? (int64_t(1) << (precision - 1)) - 1 : (int64_t(1) << precision) - 1;
    ojph::si32 least = ojph::si32(low), most = ojph::si32(std::min<int64_t>(high, INT32_MAX));
    for (uint32_t x = 0; x < columns; x++) {
        ojph::si32 sample = std::clamp(samples[x], least, most);
        Cell cell = Cell(ccodecs_cell(uint32_t(sample), precision, is_signed));
        memcpy(cells + x * stride, &cell, sizeof cell);
    }
}

void decode_frame(const ccodecs_j2k_stream &header, const ccodecs_frame_info &info, uint8_t *out) {
    ojph::mem_infile file;
    file.open(header.codestream.bytes, header.codestream.length);
    ojph::codestream codestream;
    codestream.read_headers(&file);
    codestream.set_planar(false);
    codestream.create();
    size_t cell_bytes = info.bits_allocated / 8, stride = cell_bytes * info.samples_per_pixel;
    bool is_signed = info.pixel_representation == 1;
    for (uint32_t y = 0; y < info.rows; y++)
        for (uint32_t c = 0; c < info.samples_per_pixel; c++) {
            ojph::ui32 component;
            ojph::line_buf *line = codestream.pull(component);
            if (!line || component != c || line->size < info.columns) throw std::runtime_error("a row is missing");
            uint8_t *cells = out + y * info.columns * stride + c * cell_bytes;
            if (cell_bytes == 1) write_row<uint8_t>(line->i32, info.columns, stride, header, is_signed, cells);
            else if (cell_bytes == 2) write_row<uint16_t>(line->i32, info.columns, stride, header, is_signed, cells);
            else write_row<uint32_t>(line->i32, info.columns, stride, header, is_signed, cells);
        }
    codestream.close();
}

/// OpenJPH writes into the codec's buffer.
class buffer_file final : public ojph::outfile_base {
public:
    explicit buffer_file(ccodecs_buffer *buffer) : buffer(buffer) {}

    size_t write(const void *source, size_t count) override {
        if (!ccodecs_buffer_reserve(buffer, count)) throw std::bad_alloc();
        memcpy(buffer->bytes + buffer->length, source, count);
        buffer->length += count;
        return count;
    }

    ojph::si64 tell() override { return ojph::si64(buffer->length); }

private:
    ccodecs_buffer *buffer;
};

template <typename Cell>
void read_row(const uint8_t *cells, uint32_t columns, size_t stride, uint32_t precision, bool is_signed, ojph::si32 *samples) {
    for (uint32_t x = 0; x < columns; x++) {
        Cell cell;
        memcpy(&cell, cells + x * stride, sizeof cell);
        samples[x] = ojph::si32(ccodecs_cell(cell, precision, is_signed));
    }
}

void encode_frame(const uint8_t *pixels, const ccodecs_frame_info &info, bool is_rgb, ccodecs_buffer *buffer) {
    uint32_t precision = ccodecs_lossless_precision(pixels, &info), components = info.samples_per_pixel;
    bool is_signed = info.pixel_representation == 1;
    ojph::codestream codestream;
    ojph::param_siz size = codestream.access_siz();
    size.set_image_extent(ojph::point(info.columns, info.rows));
    size.set_num_components(components);
    for (uint32_t c = 0; c < components; c++) size.set_component(c, ojph::point(1, 1), precision, is_signed);
    ojph::param_cod coding = codestream.access_cod();
    uint32_t levels = 0, side = std::min(info.rows, info.columns);
    while (levels < 5 && side >> (levels + 1)) levels++;
    coding.set_num_decomposition(levels);
    coding.set_block_dims(64, 64);
    coding.set_color_transform(is_rgb);
    coding.set_reversible(true);
    coding.set_progression_order("RPCL");
    codestream.set_planar(false);
    buffer_file file(buffer);
    codestream.write_headers(&file);
    ojph::ui32 component;
    ojph::line_buf *line = codestream.exchange(nullptr, component);
    size_t cell_bytes = info.bits_allocated / 8, stride = cell_bytes * components;
    for (uint32_t y = 0; y < info.rows; y++)
        for (uint32_t i = 0; i < components; i++) {
            const uint8_t *cells = pixels + y * info.columns * stride + component * cell_bytes;
            if (cell_bytes == 1) read_row<uint8_t>(cells, info.columns, stride, precision, is_signed, line->i32);
            else read_row<uint16_t>(cells, info.columns, stride, precision, is_signed, line->i32);
            line = codestream.exchange(line, component);
        }
    codestream.flush();
    codestream.close();
}

}

int ccodecs_htj2k_decode(ccodecs_input input, ccodecs_frame_info *info, ccodecs_output *output, ccodecs_report *report) {
    ccodecs_j2k_stream header;
    int status = ccodecs_j2k_open(&header, input, report);
    if (status != CCODECS_OK) return status;
    if (!header.is_high_throughput) return ccodecs_jpeg2000_decode(input, info, output, report);
    status = ccodecs_settle_frame(&header.frame, info, output, report);
    if (status != CCODECS_OK) return status;
    status = guard(report, CCODECS_CORRUPT, [&] { decode_frame(header, *info, output->bytes); });
    if (status == CCODECS_OK) info->photometric = ccodecs_j2k_photometric(&header, info->photometric);
    return status;
}

int ccodecs_htj2k_encode(const uint8_t *pixels, ccodecs_frame_info *info, ccodecs_buffer *buffer, ccodecs_report *report) {
    if (info->bits_allocated > 16)
        return ccodecs_fail(report, CCODECS_UNSUPPORTED, "HTJ2K is written for 8-bit and 16-bit cells only");
    bool is_rgb = info->samples_per_pixel == 3 && info->photometric == CCODECS_RGB;
    int status = guard(report, CCODECS_INTERNAL, [&] { encode_frame(pixels, *info, is_rgb, buffer); });
    if (status == CCODECS_OK && is_rgb) info->photometric = CCODECS_YBR_RCT;
    return status;
}
