#include <stdlib.h>
#include <string.h>

#include "cdicom_frames.h"
#include "walker.h"

void cdicom_frame_index_destroy(cdicom_frame_index *index) {
    if (index == NULL) return;
    free(index->fragments);
    free(index->first_fragment);
    free(index);
}

/// The next item at `*position`: its value. 1 if there is one, 0 at the delimiter, or a status.
static int next_item(const uint8_t *bytes, uint64_t count, uint64_t *position, cdicom_range *value, cdicom_error *error) {
    if (count < 8 || *position > count - 8)
        return fail(error, CDICOM_TRUNCATED, *position, "Pixel Data ends at byte %llu without a delimiter",
                    (unsigned long long)count);
    uint32_t tag = read_tag(bytes + *position, CDICOM_EXPLICIT_LITTLE);
    uint32_t length = little32(bytes + *position + 4);
    uint64_t start = *position + 8;
    if (tag == TAG_SEQUENCE_DELIMITATION) {
        *position = start;
        return 0;
    }
    if (tag != TAG_ITEM)
        return fail(error, CDICOM_MALFORMED, *position, "(%04X,%04X) stands where a fragment of Pixel Data has to begin",
                    tag >> 16, tag & 0xffff);
    if (length > count - start)
        return fail(error, CDICOM_TRUNCATED, *position, "a fragment of Pixel Data is %u bytes long, and %llu are left",
                    length, (unsigned long long)(count - start));
    *value = (cdicom_range){start, length};
    *position = start + length;
    return 1;
}

static int collect_fragments(const uint8_t *bytes, uint64_t count, uint64_t position, cdicom_frame_index *index,
                             cdicom_error *error) {
    size_t capacity = 0;
    cdicom_range fragment;
    int found;
    while ((found = next_item(bytes, count, &position, &fragment, error)) == 1) {
        if (index->fragment_count == capacity) {
            capacity = capacity == 0 ? 16 : capacity * 2;
            cdicom_range *fragments = realloc(index->fragments, capacity * sizeof *fragments);
            if (fragments == NULL) return fail(error, CDICOM_NO_MEMORY, position, "no memory is left for fragments");
            index->fragments = fragments;
        }
        index->fragments[index->fragment_count++] = fragment;
    }
    index->end = position;
    return found;
}

/// The fragment whose item begins `offset` bytes after the first one's, or fragment_count (PS3.5 A.4).
static uint32_t fragment_at(const cdicom_frame_index *index, uint64_t offset) {
    uint32_t low = 0, high = index->fragment_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (index->fragments[middle].offset - index->fragments[0].offset < offset)
            low = middle + 1;
        else
            high = middle;
    }
    int is_exact = low < index->fragment_count && index->fragments[low].offset - index->fragments[0].offset == offset;
    return is_exact ? low : index->fragment_count;
}

/// Takes the frames from a table of offsets, entries of `width` bytes. 0 if the table does not fit the fragments.
static int frames_by_table(cdicom_frame_index *index, const uint8_t *table, uint64_t length, unsigned width) {
    if (length / width != index->frame_count) return 0;
    for (uint32_t f = 0; f < index->frame_count; f++) {
        const uint8_t *p = table + (uint64_t)f * width;
        uint64_t offset = little32(p) | (width == 8 ? (uint64_t)little32(p + 4) << 32 : 0);
        uint32_t fragment = fragment_at(index, offset);
        if (fragment == index->fragment_count || (f == 0 ? fragment != 0 : fragment <= index->first_fragment[f - 1])) return 0;
        index->first_fragment[f] = fragment;
    }
    return 1;
}

/// JPEG, JPEG-LS (SOI), JPEG 2000 (SOC and SIZ) or the signature box of JP2.
static int starts_codestream(const uint8_t *p, uint64_t length) {
    static const uint8_t box[] = {0, 0, 0, 12, 'j', 'P', ' ', ' '};
    if (length >= 3 && p[0] == 0xff && p[1] == 0xd8 && p[2] == 0xff) return 1;
    if (length >= 4 && p[0] == 0xff && p[1] == 0x4f && p[2] == 0xff && p[3] == 0x51) return 1;
    return length >= sizeof box && memcmp(p, box, sizeof box) == 0;
}

/// EOI or EOC near the end; encoders pad behind it.
static int ends_codestream(const uint8_t *p, uint64_t length) {
    for (uint64_t i = length < 16 ? 0 : length - 16; i + 1 < length; i++)
        if (p[i] == 0xff && p[i + 1] == 0xd9) return 1;
    return 0;
}

/// Takes the frames from where codestreams start, or follow on one that ended. 0 if that gives another number of frames.
static int frames_by_codestream(cdicom_frame_index *index, const uint8_t *bytes, int use_ends) {
    uint32_t frames = 0;
    for (uint32_t i = 0; i < index->fragment_count; i++) {
        const cdicom_range *before = &index->fragments[i == 0 ? 0 : i - 1], *here = &index->fragments[i];
        int begins = i == 0 || (use_ends ? ends_codestream(bytes + before->offset, before->length)
                                         : starts_codestream(bytes + here->offset, here->length));
        if (!begins) continue;
        if (frames == index->frame_count) return 0;
        index->first_fragment[frames++] = i;
    }
    return frames == index->frame_count;
}

static int find_frames(const uint8_t *bytes, const cdicom_range *basic, const cdicom_extended_offsets *extended,
                       uint64_t count, cdicom_frame_index *index) {
    uint32_t frames = index->frame_count;
    index->first_fragment[frames] = index->fragment_count;
    if (frames == 1 || frames == index->fragment_count) {
        for (uint32_t f = 0; f < frames; f++) index->first_fragment[f] = f;
        return 1;
    }
    if (extended != NULL && extended->offsets.offset <= count && extended->offsets.length <= count - extended->offsets.offset &&
        frames_by_table(index, bytes + extended->offsets.offset, extended->offsets.length, 8))
        return 1;
    return frames_by_table(index, bytes + basic->offset, basic->length, 4) || frames_by_codestream(index, bytes, 0) ||
           frames_by_codestream(index, bytes, 1);
}

static int build(const uint8_t *bytes, uint64_t count, uint64_t offset, const cdicom_extended_offsets *extended,
                 cdicom_frame_index *index, cdicom_error *error) {
    cdicom_range basic;
    uint64_t position = offset;
    int status = next_item(bytes, count, &position, &basic, error);
    if (status < 0) return status;
    if (status == 0 || (status = collect_fragments(bytes, count, position, index, error)) < 0 || index->fragment_count == 0)
        return status < 0 ? status : fail(error, CDICOM_MALFORMED, offset, "Pixel Data has no fragments");
    if (index->frame_count > index->fragment_count)
        return fail(error, CDICOM_UNSUPPORTED, offset, "Pixel Data has %u fragments for %u frames", index->fragment_count,
                    index->frame_count);
    index->first_fragment = calloc((size_t)index->frame_count + 1, sizeof *index->first_fragment);
    if (index->first_fragment == NULL) return fail(error, CDICOM_NO_MEMORY, offset, "no memory is left for frames");
    if (!find_frames(bytes, &basic, extended, count, index))
        return fail(error, CDICOM_UNSUPPORTED, offset, "the %u fragments of Pixel Data do not show where %u frames begin",
                    index->fragment_count, index->frame_count);
    return CDICOM_OK;
}

int cdicom_frame_index_create(const uint8_t *bytes, size_t count, uint64_t offset, uint32_t frame_count,
                              const cdicom_extended_offsets *extended, cdicom_frame_index **index, cdicom_error *error) {
    *index = calloc(1, sizeof **index);
    if (*index == NULL) return fail(error, CDICOM_NO_MEMORY, offset, "no memory is left for a frame index");
    (*index)->frame_count = frame_count == 0 ? 1 : frame_count;
    int status = build(bytes, count, offset, extended, *index, error);
    if (status != CDICOM_OK) {
        cdicom_frame_index_destroy(*index);
        *index = NULL;
    }
    return status;
}

int cdicom_native_frame_bits(const cdicom_native_layout *layout, uint64_t *bits, cdicom_error *error) {
    uint64_t samples = layout->samples_per_pixel;
    if (layout->is_subsampled && samples == 3) samples = 2;
    uint64_t pixels;
    if (__builtin_mul_overflow((uint64_t)layout->rows, layout->columns, &pixels) ||
        __builtin_mul_overflow(pixels, samples, bits) || __builtin_mul_overflow(*bits, layout->bits_allocated, bits))
        return fail(error, CDICOM_LIMIT, 0, "a frame of %u x %u pixels is too large", layout->columns, layout->rows);
    return CDICOM_OK;
}
