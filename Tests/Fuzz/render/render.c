// Everything a header says about a frame, made up: sizes, bits, tables, padding, overlays, geometry. The renderer has to refuse what does
// not fit the bytes it was given, and to draw the rest, in the files too.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "crender.h"

typedef struct input {
    const uint8_t *bytes;
    size_t left;
} input;

static uint64_t take(input *from, size_t count) {
    uint64_t value = 0;
    for (size_t i = 0; i < count && from->left; i++, from->left--) value = value << 8 | *from->bytes++;
    return value;
}

/// Small most of the time: a number that must fit others seldom does when it is large.
static uint32_t take_size(input *from) {
    uint8_t kind = (uint8_t)take(from, 1);
    return kind < 250 ? kind % 64 : (uint32_t)take(from, kind % 2 ? 2 : 4);
}

static double take_number(input *from) {
    uint8_t kind = (uint8_t)take(from, 1);
    if (kind < 200) return (int16_t)take(from, 2) / 4.0;
    uint64_t bits = take(from, 8);
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

enum { BLOCKS = 16 };

/// Blocks of exactly their length, so that the sanitizer sees a read past any of them.
typedef struct blocks {
    void *all[BLOCKS];
    size_t count;
} blocks;

/// `*length` says how long the block is to be, and then how long it is.
static void *take_block(input *from, blocks *memory, size_t *length) {
    *length = *length < from->left ? *length : from->left;
    void *block = malloc(*length);
    memcpy(block, from->bytes, *length);
    from->bytes += *length;
    from->left -= *length;
    return memory->all[memory->count++] = block;
}

static crender_table take_table(input *from, blocks *memory) {
    crender_table table;
    memset(&table, 0, sizeof table);
    uint8_t kind = (uint8_t)take(from, 1);
    if (kind % 2) return table;
    table.length = take_size(from);
    table.bytes_per_entry = kind & 2 ? 1 : kind & 4 ? 2 : (uint32_t)take(from, 1);
    table.count = take_size(from);
    table.first = (int32_t)take(from, kind & 16 ? 1 : 4);
    table.bits = (uint32_t)take(from, 1) % 20;
    table.entries = take_block(from, memory, &table.length);
    if (kind & 8) table.count = (uint32_t)(table.length / (table.bytes_per_entry ? table.bytes_per_entry : 1));
    return table;
}

static crender_overlay take_overlay(input *from, blocks *memory) {
    crender_overlay overlay;
    memset(&overlay, 0, sizeof overlay);
    uint8_t kind = (uint8_t)take(from, 1);
    overlay.rows = take_size(from);
    overlay.columns = take_size(from);
    overlay.origin_row = (int32_t)take(from, kind & 1 ? 1 : 4);
    overlay.origin_column = (int32_t)take(from, kind & 2 ? 1 : 4);
    overlay.bit_offset = take_size(from);
    overlay.embedded_bit = take_size(from);
    overlay.red = kind;
    overlay.green = kind & 4 ? kind : 1;
    overlay.blue = overlay.green;
    if (kind & 8) return overlay;
    overlay.length = take_size(from);
    overlay.bits = take_block(from, memory, &overlay.length);
    return overlay;
}

static crender_geometry take_geometry(input *from) {
    crender_geometry geometry;
    memset(&geometry, 0, sizeof geometry);
    uint8_t kind = (uint8_t)take(from, 1);
    if (kind & 1) {
        geometry.crop_x = take_size(from);
        geometry.crop_y = take_size(from);
        geometry.crop_width = take_size(from);
        geometry.crop_height = take_size(from);
    }
    if (kind & 2) {
        geometry.viewport_width = take_size(from) % 3000;
        geometry.viewport_height = take_size(from) % 3000;
    }
    if (kind & 4) geometry.pixel_aspect = take_number(from);
    geometry.rotation = (kind >> 3 & 3) * 90;
    geometry.flips_horizontally = kind & 32;
    geometry.flips_vertically = kind & 64;
    geometry.filter = (crender_filter)(take(from, 1) % 4);
    return geometry;
}

static crender_source take_source(input *from) {
    static const uint32_t allocated[] = {1, 8, 16, 32};
    crender_source source;
    memset(&source, 0, sizeof source);
    uint8_t kind = (uint8_t)take(from, 1);
    source.rows = take_size(from);
    source.columns = take_size(from);
    source.samples = kind & 1 ? 3 : kind & 2 ? 1 : take_size(from);
    source.bits_allocated = kind & 4 ? allocated[kind >> 4 & 3] : take_size(from);
    source.bits_stored = take_size(from) % 34;
    source.high_bit = take_size(from) % 34;
    source.is_signed = kind & 8;
    source.is_planar = kind & 64;
    source.kind = (crender_sample_kind)(kind & 128 ? take(from, 1) % 4 : 0);
    source.photometric = (crender_photometric)(take(from, 1) % 6);
    source.bit_offset = take_size(from);
    return source;
}

static void use_numbers(const crender_source *source, const crender_request *request) {
    char message[CRENDER_MESSAGE_SIZE];
    crender_values values;
    if (crender_modality_values(source, &request->modality, &values, message) == CRENDER_OK) crender_free(values.data);
    crender_statistics statistics;
    crender_measure(source, &request->modality, &request->padding, &statistics, message);
    uint64_t bins[7];
    crender_histogram(source, &request->modality, &request->padding, request->voi.centre, request->voi.width, bins, 7, message);
}

static void use_picture(const crender_picture *picture, int quality) {
    char message[CRENDER_MESSAGE_SIZE];
    crender_file file;
    if (picture->length > 1 << 20) return;
    if (crender_jpeg(picture, quality, &file, message) == CRENDER_OK) crender_free(file.data);
    if (crender_png(picture, &file, message) == CRENDER_OK) crender_free(file.data);
}

static void expand_segments(const crender_table *table) {
    uint16_t entries[300];
    size_t count;
    char message[CRENDER_MESSAGE_SIZE];
    if (!table->entries || table->bytes_per_entry - 1 > 1) return;
    crender_palette_expand(
        table->entries, table->length / table->bytes_per_entry, table->bytes_per_entry, entries, 300, &count, message);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    input from = {bytes, length};
    blocks memory = {{NULL}, 0};
    crender_source source = take_source(&from);
    crender_request request;
    memset(&request, 0, sizeof request);
    uint8_t kind = (uint8_t)take(&from, 1);

    request.modality = (crender_modality){take_number(&from), take_number(&from), take_table(&from, &memory)};
    request.voi.kind = (crender_voi_kind)(take(&from, 1) % 6);
    request.voi.centre = take_number(&from);
    request.voi.width = take_number(&from);
    request.voi.clip = kind & 1 ? 0.05 : take_number(&from);
    request.voi.table = take_table(&from, &memory);
    request.padding = (crender_padding){kind & 2, take_number(&from), take_number(&from)};
    request.inverts = kind & 4;
    crender_palette palette = {
        take_table(&from, &memory), take_table(&from, &memory), take_table(&from, &memory), kind & 8};
    if (kind & 16) request.palette = &palette;
    crender_overlay overlays[2] = {take_overlay(&from, &memory), take_overlay(&from, &memory)};
    request.overlays = overlays;
    request.overlay_count = kind & 32 ? 2 : 0;
    request.geometry = take_geometry(&from);
    request.bits = kind & 128 ? 16 : 8;
    source.length = from.left;
    source.pixels = take_block(&from, &memory, &source.length);

    char message[CRENDER_MESSAGE_SIZE];
    crender_picture picture;
    if (crender_render(&source, &request, &picture, message) == CRENDER_OK) {
        use_picture(&picture, kind % 100 + 1);
        crender_free(picture.data);
    }
    use_numbers(&source, &request);
    expand_segments(&palette.red);
    for (size_t i = 0; i < memory.count; i++) free(memory.all[i]);
    return 0;
}
