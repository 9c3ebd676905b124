/// The bits of entropy-coded JPEG data (T.81 F.2.2.5 and Annex C), read many at a time. Everything is inline: these few lines are where
/// the time of a lossless decode goes.
#ifndef CCODECS_JPEG_BITS_H
#define CCODECS_JPEG_BITS_H

#include <string.h>

#include "jpeg_stream.h"

/// The next bits stand at the top of `bits`; `count` of them are valid, and those below are either zero or the very
/// bits that the next refill will put there.
typedef struct ccodecs_jpeg_bits {
    const uint8_t *next, *end;
    uint64_t bits;
    int count;
    /// Zero bits made up behind the end of the data; the reader is past the end when it has used any of them.
    int64_t padding;
} ccodecs_jpeg_bits;

static inline ccodecs_jpeg_bits ccodecs_jpeg_bits_at(const ccodecs_jpeg_stream *stream) {
    return (ccodecs_jpeg_bits){stream->input.bytes + stream->position, stream->input.bytes + stream->input.length, 0, 0, 0};
}

static inline bool ccodecs_jpeg_bits_overran(const ccodecs_jpeg_bits *reader) { return reader->count < reader->padding; }

/// One byte at a time: over stuffed zeros, up to a marker, and with zeros behind it. By value, because a reader whose address is
/// taken cannot live in registers.
static __attribute__((noinline)) ccodecs_jpeg_bits ccodecs_jpeg_bits_refilled_slowly(ccodecs_jpeg_bits reader) {
    while (reader.count < 56) {
        if (reader.next == reader.end || (*reader.next == 0xFF && (reader.end - reader.next < 2 || reader.next[1] != 0))) {
            reader.padding += 56 - reader.count;
            reader.count = 56;
            break;
        }
        uint64_t byte = *reader.next;
        reader.next += byte == 0xFF ? 2 : 1;
        reader.bits |= byte << (56 - reader.count);
        reader.count += 8;
    }
    return reader;
}

/// At least 56 valid bits.
static inline void ccodecs_jpeg_bits_refill(ccodecs_jpeg_bits *reader) {
    if (__builtin_expect(reader->end - reader->next >= 8, 1)) {
        uint64_t word;
        memcpy(&word, reader->next, 8);
        bool has_ff = (~word - 0x0101010101010101u) & word & 0x8080808080808080u;
        if (__builtin_expect(!has_ff, 1)) {
            reader->bits |= __builtin_bswap64(word) >> reader->count;
            reader->next += (63 - reader->count) >> 3;
            reader->count |= 56;
            return;
        }
    }
    *reader = ccodecs_jpeg_bits_refilled_slowly(*reader);
}

static inline void ccodecs_jpeg_bits_drop(ccodecs_jpeg_bits *reader, int count) {
    reader->bits <<= count;
    reader->count -= count;
}

/// The value of `size` further bits as T.81 codes it (F.2.2.1 EXTEND); `size` is 1 to 16.
static inline int32_t ccodecs_jpeg_extend(uint64_t top_bits, int size) {
    int32_t value = (int32_t)(top_bits >> (64 - size));
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
}

/// A restart interval ends here (F.2.2.4): drops the bits that fill up its last byte and steps over the marker, which has to be
/// the `number`th modulo 8.
static inline bool ccodecs_jpeg_bits_restart(ccodecs_jpeg_bits *reader, uint32_t number) {
    const uint8_t *at = reader->next;
    while (reader->end - at >= 2 && !(at[0] == 0xFF && at[1] != 0 && at[1] != 0xFF)) at++;
    if (reader->end - at < 2 || at[1] != MARKER_RST0 + (number & 7)) return false;
    *reader = (ccodecs_jpeg_bits){at + 2, reader->end, 0, 0, 0};
    return true;
}

enum { JPEG_LOOKUP_BITS = 9 };

/// A Huffman code to decode with: short codes by one lookup, long ones by the largest code of each length (F.2.2.3).
typedef struct ccodecs_jpeg_huffman {
    /// Length in the high byte, symbol in the low one; 0 for a longer code.
    uint16_t lookup[1 << JPEG_LOOKUP_BITS];
    /// The first code of the next length, moved up to 16 bits; only what lies below is of this length or shorter.
    uint32_t limit[18];
    int32_t offset[17];
    uint8_t symbols[256];
} ccodecs_jpeg_huffman;

/// False when the code lengths are those of no prefix code.
bool ccodecs_jpeg_huffman_build(const ccodecs_jpeg_codes *codes, ccodecs_jpeg_huffman *huffman);

/// The length of the code at the top of the reader, whose `*symbol` it is; 0 when no code starts so. Needs 16 valid bits and drops none.
static inline int ccodecs_jpeg_huffman_peek(const ccodecs_jpeg_huffman *huffman, uint64_t top_bits, uint8_t *symbol) {
    uint16_t entry = huffman->lookup[top_bits >> (64 - JPEG_LOOKUP_BITS)];
    if (__builtin_expect(entry != 0, 1)) {
        *symbol = (uint8_t)entry;
        return entry >> 8;
    }
    uint32_t code = (uint32_t)(top_bits >> 48);
    int length = JPEG_LOOKUP_BITS + 1;
    while (length <= 16 && code >= huffman->limit[length]) length++;
    if (length > 16) return 0;
    *symbol = huffman->symbols[huffman->offset[length] + (int32_t)(code >> (16 - length))];
    return length;
}

#endif
