/// How a fuzzer's input describes a frame: four bytes of format, then the encoded bytes.
#ifndef FRAME_INPUT_H
#define FRAME_INPUT_H

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "ccodecs.h"

enum { FORMAT_BYTES = 4 };

/// Byte 0: rows - 1; 1: columns - 1; 2: three samples, cell width (two bits), sign, plane order, colour by header; 3: bits stored - 1.
inline ccodecs_frame_info format_of(const uint8_t *bytes) {
    ccodecs_frame_info info = {};
    info.rows = bytes[0] + 1u;
    info.columns = bytes[1] + 1u;
    info.samples_per_pixel = bytes[2] & 1 ? 3 : 1;
    const uint32_t widths[] = {8, 16, 32, 1};
    info.bits_allocated = widths[bytes[2] >> 1 & 3];
    info.pixel_representation = bytes[2] >> 3 & 1;
    info.planar_configuration = bytes[2] >> 4 & 1;
    const ccodecs_photometric colours[] = {CCODECS_RGB, CCODECS_YBR_FULL, CCODECS_YBR_FULL_422, CCODECS_YBR_RCT};
    info.photometric = info.samples_per_pixel == 3 ? colours[bytes[2] >> 5 & 3] : CCODECS_MONOCHROME2;
    info.bits_stored = bytes[3] % info.bits_allocated + 1;
    info.high_bit = info.bits_stored - 1;
    return info;
}

/// Decodes as a caller would: into a buffer of exactly the header's size, and once more if the codestream asks for a larger one.
/// The input is copied so that a read past its end is a read past an allocation.
inline void decode_input(const char *uid, const uint8_t *data, size_t size) {
    if (size < FORMAT_BYTES) return;
    std::vector<uint8_t> encoded(data + FORMAT_BYTES, data + size);
    size_t capacity = 0;
    for (int attempt = 0; attempt < 2; attempt++) {
        ccodecs_frame_info info = format_of(data);
        if (attempt == 0) capacity = ccodecs_frame_length(&info);
        std::vector<uint8_t> out(capacity);
        size_t length = 0;
        char message[128];
        int status = ccodecs_decode(uid, encoded.data(), encoded.size(), &info, out.data(), out.size(), &length, message, sizeof message);
        if (status == CCODECS_OK && length != ccodecs_frame_length(&info)) abort();
        if (status != CCODECS_OK && status != CCODECS_BUFFER_TOO_SMALL && message[0] == 0) abort();
        if (status != CCODECS_BUFFER_TOO_SMALL) return;
        capacity = length;
    }
    // The size that was asked for was not enough.
    abort();
}

#endif
