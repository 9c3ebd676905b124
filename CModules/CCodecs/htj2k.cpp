/// High-throughput JPEG 2000 (ISO/IEC 15444-15, PS3.5 8.2.14), written by OpenJPH. No exception and no C++ type leaves this file.
///
/// Reading is OpenJPEG's: OpenJPH 0.9 is twice as fast at it, but asserts on broken code-blocks, and a frame from outside must not
/// be able to end the process (Tests/Fuzz/codecs/FailCases keeps frames that did).
#include <algorithm>
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

#include "codec.h"

namespace {

/// What OpenJPH last said on this thread.
thread_local char last_words[256];

ssize_t keep_words(void *, const char *text, size_t length) {
    size_t used = strlen(last_words), room = sizeof last_words - 1 - used;
    memcpy(last_words + used, text, std::min(length, room));
    last_words[used + std::min(length, room)] = 0;
    return ssize_t(length);
}

/// OpenJPH prints its messages, and in 0.9 `configure_error` does nothing: so they are printed into memory. Without
/// a buffer of its own the stream calls back on the thread that prints.
void take_over_messages() {
    static std::once_flag once;
    std::call_once(once, [] {
        FILE *stream = fopencookie(nullptr, "w", {nullptr, keep_words, nullptr, nullptr});
        if (!stream) throw std::bad_alloc();
        setvbuf(stream, nullptr, _IONBF, 0);
        ojph::set_error_stream(stream);
        ojph::set_warning_stream(stream);
    });
    last_words[0] = 0;
}

/// The sentence within "ojph error 0x... at file:line: sentence".
const char *sentence(const char *fallback) {
    last_words[strcspn(last_words, "\r\n")] = 0;
    const char *place = strstr(last_words, " at "), *text = place ? strstr(place, ": ") : nullptr;
    return text ? text + 2 : fallback;
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

int ccodecs_htj2k_encode(const uint8_t *pixels, ccodecs_frame_info *info, ccodecs_buffer *buffer, ccodecs_report *report) {
    if (info->bits_allocated > 16)
        return ccodecs_fail(report, CCODECS_UNSUPPORTED, "HTJ2K is written for 8-bit and 16-bit cells only");
    bool is_rgb = info->samples_per_pixel == 3 && info->photometric == CCODECS_RGB;
    try {
        take_over_messages();
        encode_frame(pixels, *info, is_rgb, buffer);
    } catch (const std::bad_alloc &) {
        return ccodecs_fail(report, CCODECS_INTERNAL, "no memory for an HTJ2K frame");
    } catch (const std::exception &error) {
        return ccodecs_fail(report, CCODECS_INTERNAL, "HTJ2K: %s", sentence(error.what()));
    } catch (...) {
        // OpenJPH throws a character string when memory is out.
        return ccodecs_fail(report, CCODECS_INTERNAL, "HTJ2K: OpenJPH failed");
    }
    if (is_rgb) info->photometric = CCODECS_YBR_RCT;
    return CCODECS_OK;
}
