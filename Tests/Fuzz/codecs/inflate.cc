#include "frame_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2) return 0;
    // The first two bytes set the limit, which has to hold.
    size_t limit = data[0] | size_t(data[1]) << 8, length;
    std::vector<uint8_t> deflated(data + 2, data + size);
    uint8_t *out;
    char message[128];
    int status = ccodecs_inflate(deflated.data(), deflated.size(), limit, &out, &length, message, sizeof message);
    if (status == CCODECS_OK && length > limit) abort();
    ccodecs_free(out);
    return 0;
}
