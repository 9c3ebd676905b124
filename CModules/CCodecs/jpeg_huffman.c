#include "jpeg_bits.h"

bool ccodecs_jpeg_huffman_build(const ccodecs_jpeg_codes *codes, ccodecs_jpeg_huffman *huffman) {
    memset(huffman, 0, sizeof *huffman);
    memcpy(huffman->symbols, codes->symbols, sizeof huffman->symbols);
    // Codes of one length are consecutive, and the next length goes on where they end, one bit longer (T.81 C.2).
    uint32_t code = 0, position = 0;
    for (int length = 1; length <= 16; length++) {
        huffman->offset[length] = (int32_t)position - (int32_t)code;
        for (uint32_t i = 0; i < codes->counts[length]; i++, code++, position++) {
            if (code >= 1u << length) return false;
            if (length > JPEG_LOOKUP_BITS) continue;
            int spare = JPEG_LOOKUP_BITS - length;
            for (uint32_t fill = 0; fill < 1u << spare; fill++)
                huffman->lookup[(code << spare) + fill] = (uint16_t)(length << 8 | codes->symbols[position]);
        }
        huffman->limit[length] = code << (16 - length);
        code <<= 1;
    }
    return position > 0;
}
