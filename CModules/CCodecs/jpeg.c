/// JPEG (PS3.5 8.2.1): the codestream's own frame header decides which process reads it, not the transfer syntax, because files
/// with the wrong one exist.
#include "jpeg_stream.h"

int ccodecs_jpeg_decode(ccodecs_input input, ccodecs_frame_info *info, ccodecs_output *output, ccodecs_report *report) {
    ccodecs_jpeg_stream stream;
    int status = ccodecs_jpeg_open(&stream, input, report);
    if (status == CCODECS_OK) status = ccodecs_jpeg_read_frame_header(&stream, report);
    if (status != CCODECS_OK) return status;
    switch (stream.process) {
    case MARKER_SOF0: case MARKER_SOF1: case MARKER_SOF2:
        if (stream.precision == 8) return ccodecs_jpeg_8bit_decode(&stream, info, output, report);
        if (stream.precision == 12 && stream.process != MARKER_SOF2) return ccodecs_jpeg_12bit_decode(&stream, info, output, report);
        break;
    case MARKER_SOF3: return ccodecs_jpeg_lossless_decode(&stream, info, output, report);
    case MARKER_SOF55: return ccodecs_jpegls_decode(input, info, output, report);
    default: break;
    }
    return ccodecs_fail(
        report, CCODECS_UNSUPPORTED, "JPEG process SOF%u with %u bits", stream.process - MARKER_SOF0, stream.precision);
}
