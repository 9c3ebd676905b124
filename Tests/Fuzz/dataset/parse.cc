#include <cstdint>
#include <cstdlib>
#include <vector>

#include "cdicom.h"

namespace {

/// What the parser promises of every table: elements lie within the bytes, and the tree is one.
void check(const cdicom_table *table, size_t count) {
    for (size_t i = 0; i < table->count; i++) {
        const cdicom_element &element = table->elements[i];
        if (element.offset > count || element.length > count - element.offset) abort();
        if (element.end <= i || element.end > table->count) abort();
        if (element.parent == CDICOM_NO_PARENT) continue;
        if (element.parent >= i || table->elements[element.parent].end < element.end) abort();
    }
    if (table->end > count) abort();
}

/// Every frame lies within the bytes.
void check_frames(const std::vector<uint8_t> &bytes, const cdicom_element &pixels, uint32_t frames) {
    cdicom_extended_offsets extended = {{pixels.offset / 2, pixels.offset / 2}};
    cdicom_frame_index *index;
    cdicom_error error;
    if (cdicom_frame_index_create(bytes.data(), bytes.size(), pixels.offset, frames, &extended, &index, &error) != CDICOM_OK) return;
    for (uint32_t f = 0; f < index->frame_count; f++)
        if (index->first_fragment[f] >= index->first_fragment[f + 1]) abort();
    if (index->first_fragment[index->frame_count] != index->fragment_count) abort();
    for (uint32_t i = 0; i < index->fragment_count; i++)
        if (index->fragments[i].offset > bytes.size() || index->fragments[i].length > bytes.size() - index->fragments[i].offset) abort();
    cdicom_frame_index_destroy(index);
}

void parse(const std::vector<uint8_t> &bytes, cdicom_parse_options options, uint32_t frames) {
    cdicom_table *table;
    cdicom_error error;
    if (cdicom_parse(bytes.data(), bytes.size(), &options, &table, &error) != CDICOM_OK) {
        if (error.message[0] == 0) abort();
        return;
    }
    check(table, bytes.size());
    if (table->stopped && table->stopped_at.flags & CDICOM_ENCAPSULATED) check_frames(bytes, table->stopped_at, frames);
    cdicom_table_destroy(table);
}

}  // namespace

/// One byte chooses syntax and options, the rest is a data set. It is copied, so that reading past its end is reading past
/// an allocation.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) return 0;
    uint8_t choice = data[0];
    std::vector<uint8_t> bytes(data + 1, data + size);
    cdicom_parse_options options = {};
    options.dictionary = cdicom_dictionary_standard();
    options.syntax = static_cast<cdicom_syntax>(choice % 3);
    options.is_prefix = choice >> 2 & 1;
    options.stop_at_pixel_data = choice >> 3 & 1;
    options.max_depth = choice >> 4 & 1 ? 3 : 0;
    parse(bytes, options, 1 + (choice >> 5));
    return 0;
}
