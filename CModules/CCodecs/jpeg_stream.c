#include "jpeg_stream.h"

#include <string.h>

static uint32_t load16(const uint8_t *bytes) { return (uint32_t)bytes[0] << 8 | bytes[1]; }

int ccodecs_jpeg_open(ccodecs_jpeg_stream *stream, ccodecs_input input, ccodecs_report *report) {
    memset(stream, 0, sizeof *stream);
    stream->input = input;
    stream->adobe_transform = -1;
    for (size_t i = 0; i + 1 < input.length; i++)
        if (input.bytes[i] == 0xFF && input.bytes[i + 1] == MARKER_SOI) {
            stream->start = stream->position = i;
            return CCODECS_OK;
        }
    return ccodecs_fail(report, CCODECS_CORRUPT, "no JPEG image: SOI is missing");
}

/// SOF (B.2.2).
static int read_frame(ccodecs_jpeg_stream *stream, uint8_t marker, const uint8_t *body, size_t length, ccodecs_report *report) {
    if (stream->process) return ccodecs_fail(report, CCODECS_UNSUPPORTED, "a JPEG stream with more than one frame");
    if (length < 6 || length < 6 + 3 * (size_t)body[5]) return ccodecs_fail(report, CCODECS_CORRUPT, "the JPEG frame header is cut");
    if (body[5] < 1 || body[5] > JPEG_MOST_COMPONENTS)
        return ccodecs_fail(report, CCODECS_UNSUPPORTED, "a JPEG frame of %u components", body[5]);
    stream->process = marker;
    stream->precision = body[0];
    stream->rows = load16(body + 1);
    stream->columns = load16(body + 3);
    stream->components = body[5];
    for (uint32_t i = 0; i < stream->components; i++) {
        const uint8_t *entry = body + 6 + 3 * i;
        ccodecs_jpeg_component component = {entry[0], entry[1] >> 4, entry[1] & 15, entry[2]};
        if (component.horizontal < 1 || component.horizontal > 4 || component.vertical < 1 || component.vertical > 4)
            return ccodecs_fail(report, CCODECS_CORRUPT, "JPEG component %u has sampling factors %u x %u", i + 1, component.horizontal, component.vertical);
        stream->component[i] = component;
    }
    return CCODECS_OK;
}

/// DHT (B.2.4.2).
static int read_codes(ccodecs_jpeg_stream *stream, const uint8_t *body, size_t length, ccodecs_report *report) {
    while (length > 0) {
        size_t total = 0;
        if (length >= 17) for (int i = 1; i <= 16; i++) total += body[i];
        if (length < 17 + total || total > 256 || (body[0] >> 4) > 1 || (body[0] & 15) > 3)
            return ccodecs_fail(report, CCODECS_CORRUPT, "a JPEG Huffman table is malformed");
        ccodecs_jpeg_codes *codes = (body[0] >> 4 ? stream->ac : stream->dc) + (body[0] & 15);
        memset(codes, 0, sizeof *codes);
        codes->is_defined = true;
        memcpy(codes->counts + 1, body + 1, 16);
        memcpy(codes->symbols, body + 17, total);
        body += 17 + total;
        length -= 17 + total;
    }
    return CCODECS_OK;
}

/// DQT (B.2.4.1).
static int read_quantization(ccodecs_jpeg_stream *stream, const uint8_t *body, size_t length, ccodecs_report *report) {
    while (length > 0) {
        size_t width = body[0] >> 4 ? 2 : 1, index = body[0] & 15;
        if (length < 1 + 64 * width || index > 3 || body[0] >> 4 > 1)
            return ccodecs_fail(report, CCODECS_CORRUPT, "a JPEG quantization table is malformed");
        for (size_t i = 0; i < 64; i++)
            stream->quantization[index][i] = (uint16_t)(width == 2 ? load16(body + 1 + 2 * i) : body[1 + i]);
        stream->has_quantization[index] = true;
        body += 1 + 64 * width;
        length -= 1 + 64 * width;
    }
    return CCODECS_OK;
}

/// SOS (B.2.3).
static int read_scan(ccodecs_jpeg_stream *stream, const uint8_t *body, size_t length, ccodecs_report *report) {
    ccodecs_jpeg_scan *scan = &stream->scan;
    if (length < 1 || body[0] < 1 || body[0] > JPEG_MOST_COMPONENTS || length < 4 + 2 * (size_t)body[0])
        return ccodecs_fail(report, CCODECS_CORRUPT, "a JPEG scan header is malformed");
    scan->components = body[0];
    for (uint32_t i = 0; i < scan->components; i++) {
        const uint8_t *entry = body + 1 + 2 * i;
        uint32_t index = 0;
        while (index < stream->components && stream->component[index].id != entry[0]) index++;
        if (index == stream->components || entry[1] >> 4 > 3 || (entry[1] & 15) > 3)
            return ccodecs_fail(report, CCODECS_CORRUPT, "a JPEG scan names component %u or a table that is not there", entry[0]);
        for (uint32_t j = 0; j < i; j++)
            if (scan->index[j] == index) return ccodecs_fail(report, CCODECS_CORRUPT, "a JPEG scan has component %u twice", entry[0]);
        scan->index[i] = (uint8_t)index;
        scan->dc[i] = entry[1] >> 4;
        scan->ac[i] = entry[1] & 15;
    }
    const uint8_t *tail = body + 1 + 2 * scan->components;
    scan->spectral_start = tail[0];
    scan->spectral_end = tail[1];
    scan->high_bit = tail[2] >> 4;
    scan->low_bit = tail[2] & 15;
    return CCODECS_OK;
}

static void read_application(ccodecs_jpeg_stream *stream, uint8_t marker, const uint8_t *body, size_t length) {
    if (marker == MARKER_APP0 && length >= 5 && memcmp(body, "JFIF", 5) == 0) stream->has_jfif = true;
    if (marker == MARKER_APP14 && length >= 12 && memcmp(body, "Adobe", 5) == 0) stream->adobe_transform = body[11];
}

/// Finds the next marker, over fill bytes and the remains of entropy-coded data, and its segment's body.
static int next_segment(
    ccodecs_jpeg_stream *stream, uint8_t *marker, const uint8_t **body, size_t *length, ccodecs_report *report) {
    const uint8_t *bytes = stream->input.bytes;
    size_t end = stream->input.length, at = stream->position;
    while (at + 1 < end && !(bytes[at] == 0xFF && bytes[at + 1] != 0 && bytes[at + 1] != 0xFF)) at++;
    if (at + 1 >= end) return ccodecs_fail(report, CCODECS_CORRUPT, "the JPEG stream ends early, at byte %zu", end);
    *marker = bytes[at + 1];
    *body = bytes + at + 2;
    *length = 0;
    stream->position = at + 2;
    if (*marker == MARKER_SOI) stream->start = at;
    bool stands_alone = (*marker >= MARKER_RST0 && *marker <= MARKER_EOI) || *marker == MARKER_TEM;
    if (stands_alone) return CCODECS_OK;
    if (end - stream->position < 2) return ccodecs_fail(report, CCODECS_CORRUPT, "the JPEG stream ends within a marker segment");
    size_t declared = load16(*body);
    if (declared < 2 || declared > end - stream->position)
        return ccodecs_fail(report, CCODECS_CORRUPT, "JPEG segment %02X at byte %zu claims %zu bytes", *marker, at, declared);
    *body += 2;
    *length = declared - 2;
    stream->position += declared;
    return CCODECS_OK;
}

static bool is_frame_marker(uint8_t marker) {
    return marker == MARKER_SOF55
        || (marker >= MARKER_SOF0 && marker <= MARKER_SOF15 && marker != MARKER_DHT && marker != MARKER_JPG && marker != MARKER_DAC);
}

/// Takes in one segment, whatever it is.
static int read_segment(ccodecs_jpeg_stream *stream, uint8_t *marker, ccodecs_report *report) {
    const uint8_t *body;
    size_t length;
    int status = next_segment(stream, marker, &body, &length, report);
    if (status != CCODECS_OK) return status;
    if (is_frame_marker(*marker)) return read_frame(stream, *marker, body, length, report);
    switch (*marker) {
    case MARKER_DHT: return read_codes(stream, body, length, report);
    case MARKER_DQT: return read_quantization(stream, body, length, report);
    case MARKER_SOS: return read_scan(stream, body, length, report);
    case MARKER_DRI:
        if (length < 2) return ccodecs_fail(report, CCODECS_CORRUPT, "a JPEG restart interval is cut");
        stream->restart_interval = load16(body);
        return CCODECS_OK;
    default: read_application(stream, *marker, body, length); return CCODECS_OK;
    }
}

int ccodecs_jpeg_read_frame_header(ccodecs_jpeg_stream *stream, ccodecs_report *report) {
    while (!stream->process) {
        uint8_t marker;
        int status = read_segment(stream, &marker, report);
        if (status != CCODECS_OK) return status;
        if (marker == MARKER_SOS) return ccodecs_fail(report, CCODECS_CORRUPT, "a JPEG scan comes before its frame header");
    }
    return CCODECS_OK;
}

int ccodecs_jpeg_next_scan(ccodecs_jpeg_stream *stream, bool *has_scan, ccodecs_report *report) {
    for (;;) {
        uint8_t marker;
        int status = read_segment(stream, &marker, report);
        if (status != CCODECS_OK) return status;
        *has_scan = marker == MARKER_SOS;
        if (*has_scan || marker == MARKER_EOI) return CCODECS_OK;
    }
}

bool ccodecs_jpeg_is_ybr(const ccodecs_jpeg_stream *stream, const ccodecs_frame_info *info) {
    if (stream->components != 3) return false;
    if (stream->adobe_transform >= 0) return stream->adobe_transform == 1;
    const ccodecs_jpeg_component *c = stream->component;
    if ((c[0].id | 32) == 'r' && (c[1].id | 32) == 'g' && (c[2].id | 32) == 'b') return false;
    if (stream->has_jfif) return true;
    // No RGB is ever subsampled.
    if (c[0].horizontal != c[1].horizontal || c[0].vertical != c[1].vertical) return true;
    return info->photometric != CCODECS_RGB;
}

ccodecs_codestream ccodecs_jpeg_codestream(const ccodecs_jpeg_stream *stream, const ccodecs_frame_info *info) {
    // Zero lines leave the number to a DNL segment behind the first scan (B.2.5); the header has it already.
    return (ccodecs_codestream){stream->rows ? stream->rows : info->rows, stream->columns, stream->components, stream->precision};
}
