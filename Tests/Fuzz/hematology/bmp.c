// A file that says it is a bitmap.
#include <stdlib.h>

#include "chematology.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    char message[CHEMATOLOGY_MESSAGE_SIZE];
    chematology_image image;
    if (chematology_bmp(bytes, length, &image, message) != CHEMATOLOGY_OK) return 0;
    // Every pixel is opaque, and so was written.
    for (size_t i = 0; i < (size_t)image.width * image.height; i++)
        if (image.rgba[4 * i + 3] != 255) abort();
    chematology_free(image.rgba);
    return 0;
}
