#include "frame_input.h"

/// Any pixels in any format, through every encoder and back: what comes out has to be what went in.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < FORMAT_BYTES + 1) return 0;
    const char *uids[] = {
        "1.2.840.10008.1.2.5", "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80",
        "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.201"};
    const char *uid = uids[data[FORMAT_BYTES] % 6];
    ccodecs_frame_info info = format_of(data);
    info.planar_configuration = 0;
    std::vector<uint8_t> pixels(ccodecs_frame_length(&info));
    for (size_t i = 0; i < pixels.size() && size > FORMAT_BYTES + 1; i++)
        pixels[i] = data[FORMAT_BYTES + 1 + i % (size - FORMAT_BYTES - 1)];
    uint8_t *encoded;
    size_t encoded_length, length;
    char message[128];
    int status = ccodecs_encode(uid, pixels.data(), pixels.size(), &info, &encoded, &encoded_length, message, sizeof message);
    if (status == CCODECS_UNSUPPORTED) return 0;
    if (status != CCODECS_OK || encoded_length % 2 != 0) abort();
    std::vector<uint8_t> out(pixels.size());
    status = ccodecs_decode(uid, encoded, encoded_length, &info, out.data(), out.size(), &length, message, sizeof message);
    if (status != CCODECS_OK || out != pixels) abort();
    ccodecs_free(encoded);
    return 0;
}
