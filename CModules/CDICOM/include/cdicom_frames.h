#ifndef YIGONG_CDICOM_FRAMES_H
#define YIGONG_CDICOM_FRAMES_H

#include "cdicom_parse.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    uint64_t offset;
    uint64_t length;
} cdicom_range;

/// The frames of encapsulated Pixel Data. Frame f is the fragments first_fragment[f] ..< first_fragment[f + 1].
typedef struct {
    cdicom_range *fragments;   ///< without the Basic Offset Table
    uint32_t fragment_count;
    uint32_t *first_fragment;  ///< frame_count + 1 entries
    uint32_t frame_count;
    uint64_t end;              ///< offset after the sequence delimiter
} cdicom_frame_index;

/// Where the values of the Extended Offset Table (PS3.3 C.7.6.3.1.8) lie in the same bytes; NULL if it has none.
typedef struct {
    cdicom_range offsets;  ///< (7FE0,0001), 64-bit little endian
} cdicom_extended_offsets;

/// Finds the frames of encapsulated Pixel Data (PS3.5 A.4) whose value begins at `offset`: by the Extended Offset
/// Table, by the Basic Offset Table, by one fragment a frame, or by where codestreams start and end.
/// CDICOM_UNSUPPORTED means that the fragments are sound but the frames cannot be told apart, as in video.
/// On success `*index` must be destroyed.
int cdicom_frame_index_create(
    const uint8_t *bytes, size_t count, uint64_t offset, uint32_t frame_count,
    const cdicom_extended_offsets *extended, cdicom_frame_index **index, cdicom_error *error);

void cdicom_frame_index_destroy(cdicom_frame_index *index);

/// The shape of native Pixel Data (PS3.5 8.1, PS3.3 C.7.6.3).
typedef struct {
    uint32_t rows;
    uint32_t columns;
    uint32_t samples_per_pixel;
    uint32_t bits_allocated;
    int is_subsampled;  ///< YBR_FULL_422, YBR_PARTIAL_422: two samples a pixel are stored for three
} cdicom_native_layout;

/// Bits of one frame. Frames follow each other without padding, even where that is not a whole number of bytes
/// (PS3.5 8.1.1, BitsAllocated 1). CDICOM_LIMIT if it cannot be said in 64 bits.
int cdicom_native_frame_bits(const cdicom_native_layout *layout, uint64_t *bits, cdicom_error *error);

#ifdef __cplusplus
}
#endif
#endif
