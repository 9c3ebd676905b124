#include "j2k_stream.h"

#include <string.h>

enum {
    SOC = 0xFF4F, SIZ = 0xFF51, COD = 0xFF52, COC = 0xFF53, SOT = 0xFF90, SOD = 0xFF93, EOC = 0xFFD9,
    SIZ_LENGTH = 36,
    /// Decoders keep kilobytes for each tile; beyond some, tiles have to be of a size that somebody might want.
    FREE_TILES = 256, LEAST_TILE_PIXELS = 1024,
    MOST_LAYERS = 1000,
};

static uint32_t load16(const uint8_t *bytes) { return (uint32_t)bytes[0] << 8 | bytes[1]; }
static uint32_t load32(const uint8_t *bytes) { return load16(bytes) << 16 | load16(bytes + 2); }

/// Finds the codestream in a JP2 file (15444-1 Annex I): the body of its jp2c box.
static ccodecs_input unwrap(ccodecs_input input) {
    size_t at = 0;
    while (input.length - at >= 8) {
        size_t length = load32(input.bytes + at), head = 8;
        bool is_codestream = memcmp(input.bytes + at + 4, "jp2c", 4) == 0;
        if (length == 1 && input.length - at >= 16) {
            length = (size_t)load32(input.bytes + at + 8) << 32 | load32(input.bytes + at + 12);
            head = 16;
        }
        if (length == 0 || length > input.length - at) length = input.length - at;
        if (length < head) break;
        if (is_codestream) return (ccodecs_input){input.bytes + at + head, length - head};
        at += length;
    }
    return input;
}

/// SIZ (A.5.1).
static int read_size(ccodecs_j2k_stream *stream, const uint8_t *body, size_t length, ccodecs_report *report) {
    if (length < SIZ_LENGTH) return ccodecs_fail(report, CCODECS_CORRUPT, "the JPEG 2000 SIZ segment is cut");
    uint32_t right = load32(body + 2), bottom = load32(body + 6), left = load32(body + 10), top = load32(body + 14);
    uint32_t tile_width = load32(body + 18), tile_height = load32(body + 22), tile_left = load32(body + 26), tile_top = load32(body + 30);
    uint32_t components = load16(body + 34);
    if (left >= right || top >= bottom || tile_width == 0 || tile_height == 0 || tile_left > left || tile_top > top
        || (uint64_t)tile_left + tile_width <= left || (uint64_t)tile_top + tile_height <= top)
        return ccodecs_fail(report, CCODECS_CORRUPT, "the JPEG 2000 image or its tiles have no area");
    if (components < 1 || length < SIZ_LENGTH + 3 * (size_t)components)
        return ccodecs_fail(report, CCODECS_CORRUPT, "the JPEG 2000 SIZ segment lacks its components");
    const uint8_t *entry = body + SIZ_LENGTH;
    for (uint32_t c = 0; c < components; c++, entry += 3) {
        if (entry[0] != body[SIZ_LENGTH])
            return ccodecs_fail(report, CCODECS_UNSUPPORTED, "JPEG 2000 components of different depth or sign");
        if (entry[1] != 1 || entry[2] != 1) return ccodecs_fail(report, CCODECS_UNSUPPORTED, "JPEG 2000 with subsampled components");
    }
    stream->frame = (ccodecs_codestream){bottom - top, right - left, components, (body[SIZ_LENGTH] & 127u) + 1};
    uint64_t across = ((uint64_t)right - tile_left + tile_width - 1) / tile_width;
    uint64_t down = ((uint64_t)bottom - tile_top + tile_height - 1) / tile_height;
    uint64_t pixels = (uint64_t)stream->frame.rows * stream->frame.columns;
    if (across > 65535 || down > 65535 || across * down > FREE_TILES + pixels / LEAST_TILE_PIXELS)
        return ccodecs_fail(report, CCODECS_TOO_LARGE, "JPEG 2000 with %llu x %llu tiles", (unsigned long long)across, (unsigned long long)down);
    return CCODECS_OK;
}

/// COD (A.6.1) and COC (A.6.2), of the main header or of a tile. Bit 6 of the code-block style is Part 15's.
static int read_coding(ccodecs_j2k_stream *stream, uint32_t marker, const uint8_t *body, size_t length, ccodecs_report *report) {
    size_t style = marker == COD ? 8 : stream->frame.components < 257 ? 5 : 6;
    if (length < style + 2) return ccodecs_fail(report, CCODECS_CORRUPT, "the JPEG 2000 segment %04X is cut", marker);
    stream->is_high_throughput |= body[style] >> 6 & 1;
    if (marker == COC) return CCODECS_OK;
    uint32_t layers = load16(body + 2);
    if (layers < 1 || layers > MOST_LAYERS) return ccodecs_fail(report, CCODECS_TOO_LARGE, "JPEG 2000 with %u quality layers", layers);
    stream->has_component_transform |= body[4] == 1;
    return CCODECS_OK;
}

/// Reads the segments of a header from `*at` until the marker `last`, at which it leaves `*at`.
static int read_header(ccodecs_j2k_stream *stream, size_t *at, uint32_t last, ccodecs_report *report) {
    ccodecs_input codestream = stream->codestream;
    while (codestream.length - *at >= 4) {
        uint32_t marker = load16(codestream.bytes + *at);
        if (marker == last) return CCODECS_OK;
        size_t length = load16(codestream.bytes + *at + 2);
        if (length < 2 || length > codestream.length - *at - 2)
            return ccodecs_fail(report, CCODECS_CORRUPT, "JPEG 2000 segment %04X at byte %zu claims %zu bytes", marker, *at, length);
        const uint8_t *body = codestream.bytes + *at + 4;
        int status = CCODECS_OK;
        if (marker == SIZ) status = *at == 2 ? read_size(stream, body, length - 2, report)
                                             : ccodecs_fail(report, CCODECS_CORRUPT, "JPEG 2000 with two SIZ segments");
        else if (marker == COD || marker == COC) status = read_coding(stream, marker, body, length - 2, report);
        if (status != CCODECS_OK) return status;
        *at += 2 + length;
    }
    if (last == SOD && codestream.length - *at >= 2 && load16(codestream.bytes + *at) == SOD) return CCODECS_OK;
    return ccodecs_fail(report, CCODECS_CORRUPT, "a JPEG 2000 header ends early, at byte %zu", *at);
}

/// Whether packets keep the codes above FF8F free for markers, as B.10.1 and Part 15 demand. The high-throughput block decoder
/// of OpenJPEG (and of OpenJPH) asserts on it, and an assertion would end the process.
static bool is_free_of_markers(const uint8_t *packets, const uint8_t *end) {
    while (packets < end) {
        const uint8_t *found = memchr(packets, 0xFF, (size_t)(end - packets));
        if (!found) return true;
        if (end - found < 2 || found[1] > 0x8F) return false;
        packets = found + 1;
    }
    return true;
}

/// Where the tile-part at `at` ends. Length 0 means the last one, up to EOC, behind which a fragment has at most its padding.
static size_t tile_part_end(ccodecs_input codestream, size_t at) {
    size_t length = load32(codestream.bytes + at + 6), end = codestream.length;
    if (length != 0) return length > end - at ? 0 : at + length;
    while (end > at && codestream.bytes[end - 1] == 0) end--;
    return end - at >= 14 && load16(codestream.bytes + end - 2) == EOC ? end - 2 : 0;
}

/// Follows the tile-parts by their lengths (SOT, A.4.2): libraries decode what is there of a cut stream, and a picture with a
/// part made up must not pass for a picture.
static int check_tile_parts(ccodecs_j2k_stream *stream, size_t at, ccodecs_report *report) {
    ccodecs_input codestream = stream->codestream;
    const uint8_t *bytes = codestream.bytes;
    while (codestream.length - at >= 12 && load16(bytes + at) == SOT) {
        size_t end = tile_part_end(codestream, at), packets = at + 12;
        if (end < packets) return ccodecs_fail(report, CCODECS_CORRUPT, "the JPEG 2000 tile-part at byte %zu is cut", at);
        int status = read_header(stream, &packets, SOD, report);
        if (status != CCODECS_OK) return status;
        if (packets + 2 > end) return ccodecs_fail(report, CCODECS_CORRUPT, "the JPEG 2000 tile-part at byte %zu has no data", at);
        if (stream->is_high_throughput && !is_free_of_markers(bytes + packets + 2, bytes + end))
            return ccodecs_fail(report, CCODECS_CORRUPT, "markers within the HTJ2K tile-part at byte %zu", at);
        at = end;
    }
    // EOC alone may be missing: nothing of the picture is.
    if (codestream.length - at < 2 || load16(bytes + at) == EOC) return CCODECS_OK;
    return ccodecs_fail(report, CCODECS_CORRUPT, "the JPEG 2000 codestream ends early or breaks at byte %zu", at);
}

int ccodecs_j2k_open(ccodecs_j2k_stream *stream, ccodecs_input input, ccodecs_report *report) {
    memset(stream, 0, sizeof *stream);
    bool is_bare = input.length >= 2 && load16(input.bytes) == SOC;
    ccodecs_input codestream = stream->codestream = is_bare ? input : unwrap(input);
    const uint8_t *bytes = codestream.bytes;
    if (codestream.length < 4 || load16(bytes) != SOC || load16(bytes + 2) != SIZ)
        return ccodecs_fail(report, CCODECS_CORRUPT, "no JPEG 2000 codestream: SOC and SIZ are missing");
    size_t at = 2;
    int status = read_header(stream, &at, SOT, report);
    return status == CCODECS_OK ? check_tile_parts(stream, at, report) : status;
}

ccodecs_photometric ccodecs_j2k_photometric(const ccodecs_j2k_stream *stream, ccodecs_photometric header) {
    // PS3.5 8.2.4: the header names the transform that the codestream applies and the decoder has undone.
    if (header == CCODECS_YBR_ICT || header == CCODECS_YBR_RCT) return CCODECS_RGB;
    bool is_colour = stream->frame.components == 3;
    return is_colour && stream->has_component_transform && header == CCODECS_OTHER ? CCODECS_RGB : header;
}
