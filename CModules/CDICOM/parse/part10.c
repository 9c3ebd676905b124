#include <string.h>

#include "walker.h"

enum { PREAMBLE = 128, PREFIX_END = 132, TAG_TRANSFER_SYNTAX = 0x00020010 };

static int has_prefix(const uint8_t *bytes, size_t count) {
    return count >= PREFIX_END && memcmp(bytes + PREAMBLE, "DICM", 4) == 0;
}

/// A value this long at the start of a data set would be some other kind of file.
enum { LARGEST_FIRST_VALUE = 1 << 20 };

/// Explicit VR shows: two elements in a row with representations that exist.
static int could_be_explicit(const uint8_t *p, size_t count, cdicom_syntax syntax) {
    for (int i = 0; i < 2; i++) {
        if (count < 8) return i > 0;
        cdicom_vr vr = cdicom_vr_named(p[4], p[5]);
        if (vr == CDICOM_VR_NONE) return 0;
        if (cdicom_vr_has_long_length(vr)) return i > 0 || count >= 12;
        uint64_t size = 8u + (syntax == CDICOM_EXPLICIT_BIG ? big16(p + 6) : little16(p + 6));
        if (size > count) return i > 0;
        p += size;
        count -= size;
    }
    return 1;
}

/// Implicit VR has nothing to show but a first group that data sets do begin with, and a value that fits.
static int could_be_implicit(const uint8_t *p, size_t count, int is_prefix) {
    if (count < 8) return 0;
    uint32_t group = read_tag(p, CDICOM_IMPLICIT_LITTLE) >> 16;
    if (group != 0x0008 && group != 0x0010 && group != 0x0020 && group != 0x0028) return 0;
    uint32_t length = little32(p + 4);
    return length == LENGTH_UNDEFINED || (length <= LARGEST_FIRST_VALUE && (is_prefix || length <= count - 8));
}

/// Of the two byte orders the one whose first group is the smaller number.
static cdicom_syntax likely_order(const uint8_t *p) {
    return big16(p) < little16(p) ? CDICOM_EXPLICIT_BIG : CDICOM_EXPLICIT_LITTLE;
}

static int sniff(const uint8_t *bytes, size_t count, int is_prefix, cdicom_syntax *syntax) {
    if (count < 8) return 0;
    cdicom_syntax explicit_one = likely_order(bytes);
    if (could_be_explicit(bytes, count, explicit_one)) {
        *syntax = explicit_one;
        return 1;
    }
    if (!could_be_implicit(bytes, count, is_prefix)) return 0;
    *syntax = CDICOM_IMPLICIT_LITTLE;
    return 1;
}

/// The File Meta Information goes on as long as the group is 0002: its group length is often wrong.
static int locate_meta(const uint8_t *bytes, size_t count, int is_prefix, cdicom_part10 *part10, cdicom_error *error) {
    cdicom_parse_options options = {
        .syntax = CDICOM_EXPLICIT_LITTLE, .is_prefix = is_prefix, .only_group = 0x0002, .max_elements = 1000};
    cdicom_table *table;
    int status = cdicom_parse(bytes + part10->meta_offset, count - part10->meta_offset, &options, &table, error);
    if (status != CDICOM_OK) {
        if (error != NULL) error->offset += part10->meta_offset;
        return status;
    }
    for (size_t i = 0; i < table->count; i++) {
        if (table->elements[i].tag != TAG_TRANSFER_SYNTAX) continue;
        part10->syntax_uid_offset = part10->meta_offset + table->elements[i].offset;
        part10->syntax_uid_length = table->elements[i].length;
    }
    part10->meta_length = table->end;
    part10->data_set_offset = part10->meta_offset + table->end;
    // Only a prefix that shows the next element shows that the meta information is over.
    int is_open = is_prefix && !table->stopped;
    cdicom_table_destroy(table);
    return is_open ? fail(error, CDICOM_NEED_MORE, count + 8, "the File Meta Information goes on") : CDICOM_OK;
}

int cdicom_part10_locate(const uint8_t *bytes, size_t count, int is_prefix, cdicom_part10 *part10, cdicom_error *error) {
    *part10 = (cdicom_part10){.syntax = CDICOM_EXPLICIT_LITTLE};
    if (is_prefix && count < PREFIX_END) return fail(error, CDICOM_NEED_MORE, PREFIX_END, "needs the preamble");
    int is_after_preamble = has_prefix(bytes, count);
    if (is_after_preamble) part10->meta_offset = part10->data_set_offset = PREFIX_END;
    const uint8_t *start = bytes + part10->meta_offset;
    size_t left = count - part10->meta_offset;
    if (is_prefix && left < 8) return fail(error, CDICOM_NEED_MORE, part10->meta_offset + 8, "needs the first element");

    int has_meta = left >= 8 && little16(start) == 0x0002 && little16(start + 2) <= 0x0102;
    if (has_meta) {
        int status = locate_meta(bytes, count, is_prefix, part10, error);
        if (status != CDICOM_OK) return status;
    }
    const uint8_t *data_set = bytes + part10->data_set_offset;
    size_t data_set_count = count - part10->data_set_offset;
    int is_recognised = sniff(data_set, data_set_count, is_prefix, &part10->syntax);
    if (is_recognised || has_meta || is_after_preamble) return CDICOM_OK;
    return fail(error, CDICOM_NOT_DICOM, 0, "this is not a DICOM file: no DICM after a preamble, and no data set at the start");
}
