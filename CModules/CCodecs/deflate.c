/// Raw deflate: whole data sets (PS3.5 A.5) and single frames (Deflated Image Frame Compression, PS3.5 A.4.13).
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "codec.h"

enum { LARGEST_STEP = 1 << 30 };

/// Runs the stream until its end, growing `buffer` but never past `limit`.
static int inflate_all(z_stream *stream, ccodecs_input input, size_t limit, ccodecs_buffer *buffer, ccodecs_report *report) {
    const uint8_t *next = input.bytes;
    size_t left = input.length;
    // One byte above the limit tells a stream that just fits from one that does not.
    size_t bound = limit == SIZE_MAX ? limit : limit + 1;
    for (;;) {
        if (stream->avail_in == 0 && left > 0) {
            size_t step = left < LARGEST_STEP ? left : LARGEST_STEP;
            stream->next_in = (Bytef *)next;
            stream->avail_in = (uInt)step;
            next += step;
            left -= step;
        }
        if (buffer->length == buffer->capacity) {
            size_t wish = buffer->capacity ? buffer->capacity : input.length < 16384 ? 65536 : input.length * 4;
            size_t room = bound - buffer->length;
            if (wish > LARGEST_STEP) wish = LARGEST_STEP;
            if (!ccodecs_buffer_reserve(buffer, wish < room ? wish : room))
                return ccodecs_fail(report, CCODECS_INTERNAL, "no memory after %zu inflated bytes", buffer->length);
        }
        size_t room = (buffer->capacity < bound ? buffer->capacity : bound) - buffer->length;
        if (room > LARGEST_STEP) room = LARGEST_STEP;
        stream->next_out = buffer->bytes + buffer->length;
        stream->avail_out = (uInt)room;
        int code = inflate(stream, Z_NO_FLUSH);
        size_t made = room - stream->avail_out;
        buffer->length += made;
        if (buffer->length > limit)
            return ccodecs_fail(report, CCODECS_TOO_LARGE, "inflates to more than the %zu bytes allowed", limit);
        if (code == Z_STREAM_END) return CCODECS_OK;
        size_t offset = input.length - left - stream->avail_in;
        if (code != Z_OK && code != Z_BUF_ERROR)
            return ccodecs_fail(
                report, CCODECS_CORRUPT, "deflated data is broken at byte %zu: %s", offset,
                stream->msg ? stream->msg : "unknown reason");
        if (made == 0 && stream->avail_in == 0 && left == 0)
            return ccodecs_fail(report, CCODECS_CORRUPT, "deflated data ends early, at byte %zu", offset);
    }
}

int ccodecs_inflate(
    const uint8_t *deflated, size_t deflated_length, size_t limit, uint8_t **out, size_t *out_length, char *message,
    size_t message_capacity) {
    ccodecs_report report = {message, message_capacity};
    ccodecs_fail(&report, CCODECS_OK, "%s", "");
    *out = NULL;
    *out_length = 0;
    z_stream stream = {0};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return ccodecs_fail(&report, CCODECS_INTERNAL, "zlib does not start");
    ccodecs_buffer buffer = {0};
    int status = inflate_all(&stream, (ccodecs_input){deflated, deflated_length}, limit, &buffer, &report);
    inflateEnd(&stream);
    if (status != CCODECS_OK) {
        free(buffer.bytes);
        return status;
    }
    *out = buffer.bytes;
    *out_length = buffer.length;
    return CCODECS_OK;
}

int ccodecs_deflated_frame_decode(
    ccodecs_input input, ccodecs_frame_info *info, ccodecs_output *output, ccodecs_report *report) {
    // A frame may be followed by the byte that made its native length even.
    size_t length = ccodecs_frame_length(info), limit = length + 1, inflated_length;
    uint8_t *inflated;
    int status = ccodecs_inflate(input.bytes, input.length, limit, &inflated, &inflated_length, report->text, report->capacity);
    if (status == CCODECS_OK)
        status = ccodecs_native_little_decode((ccodecs_input){inflated, inflated_length}, info, output, report);
    ccodecs_free(inflated);
    return status;
}
