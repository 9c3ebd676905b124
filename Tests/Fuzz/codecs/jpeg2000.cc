#include "frame_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    decode_input("1.2.840.10008.1.2.4.90", data, size);
    return 0;
}
