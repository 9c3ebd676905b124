// Windows bitmaps (BITMAPFILEHEADER, BITMAPINFOHEADER and its successors; BITMAPCOREHEADER).
#include "chematology_bmp.h"

#include <stdlib.h>
#include <string.h>

#include "bmp_runs.h"
#include "fail.h"

enum {
    FILE_HEADER_LENGTH = 14,
    CORE_HEADER_LENGTH = 12,
    INFO_HEADER_LENGTH = 40,
    BI_RGB = 0,
    BI_RLE8 = 1,
    BI_RLE4 = 2,
    BI_BITFIELDS = 3,
    BI_ALPHABITFIELDS = 6
};

typedef struct bitmap {
    const uint8_t *pixels;
    /// Readable at `pixels`.
    size_t length;
    uint32_t width, height;
    uint32_t bits;
    uint32_t compression;
    bool is_top_down;
    /// Red, green and blue of 16- and 32-bit pixels.
    uint32_t masks[3];
    /// Blue, green, red and `entry_length - 3` more bytes each.
    const uint8_t *palette;
    uint32_t palette_count;
    uint32_t entry_length;
} bitmap;

static uint32_t get16(const uint8_t *from) {
    return (uint32_t)from[0] | (uint32_t)from[1] << 8;
}

static uint32_t get32(const uint8_t *from) {
    return get16(from) | get16(from + 2) << 16;
}

static int read_size(const uint8_t *header, uint32_t header_length, bitmap *map, char *message) {
    bool is_core = header_length == CORE_HEADER_LENGTH;
    int32_t width = (int32_t)(is_core ? get16(header + 4) : get32(header + 4));
    int64_t height = (int32_t)(is_core ? get16(header + 6) : get32(header + 8));
    map->bits = get16(header + (is_core ? 10 : 14));
    map->compression = is_core ? BI_RGB : get32(header + 16);
    map->is_top_down = height < 0;
    if (height < 0) height = -height;
    if (width < 1 || height < 1 || width > (int32_t)CHEMATOLOGY_IMAGE_SIDE_LIMIT || height > CHEMATOLOGY_IMAGE_SIDE_LIMIT
        || (size_t)width * (size_t)height > CHEMATOLOGY_IMAGE_PIXEL_LIMIT)
        return chematology_fail(
            message, CHEMATOLOGY_TOO_LARGE, "a bitmap of %d x %lld pixels", width, (long long)height);
    map->width = (uint32_t)width;
    map->height = (uint32_t)height;
    return CHEMATOLOGY_OK;
}

/// BI_RGB has fixed masks; with BI_BITFIELDS they stand behind the 40 bytes of the header, inside its successors.
static int read_masks(const uint8_t *bytes, size_t length, bitmap *map, size_t *palette_at, uint32_t header_length, char *message) {
    map->masks[0] = map->bits == 16 ? 0x7c00 : 0xff0000;
    map->masks[1] = map->bits == 16 ? 0x03e0 : 0x00ff00;
    map->masks[2] = map->bits == 16 ? 0x001f : 0x0000ff;
    if (map->compression != BI_BITFIELDS && map->compression != BI_ALPHABITFIELDS) return CHEMATOLOGY_OK;
    size_t masks_at = FILE_HEADER_LENGTH + INFO_HEADER_LENGTH;
    if (length < masks_at + 12) return chematology_fail(message, CHEMATOLOGY_CORRUPT, "the bitmap ends in its masks");
    for (size_t i = 0; i < 3; i++) map->masks[i] = get32(bytes + masks_at + 4 * i);
    if (header_length == INFO_HEADER_LENGTH) *palette_at += map->compression == BI_BITFIELDS ? 12 : 16;
    return CHEMATOLOGY_OK;
}

static bool is_known(const bitmap *map) {
    switch (map->compression) {
    case BI_RGB:
        return map->bits == 1 || map->bits == 4 || map->bits == 8 || map->bits == 16 || map->bits == 24 || map->bits == 32;
    case BI_RLE8: return map->bits == 8 && !map->is_top_down;
    case BI_RLE4: return map->bits == 4 && !map->is_top_down;
    case BI_BITFIELDS:
    case BI_ALPHABITFIELDS: return map->bits == 16 || map->bits == 32;
    default: return false;
    }
}

static int read_header(const uint8_t *bytes, size_t length, bitmap *map, char *message) {
    if (length < FILE_HEADER_LENGTH + CORE_HEADER_LENGTH || bytes[0] != 'B' || bytes[1] != 'M')
        return chematology_fail(message, CHEMATOLOGY_CORRUPT, "this is no bitmap");
    uint32_t pixels_at = get32(bytes + 10);
    const uint8_t *header = bytes + FILE_HEADER_LENGTH;
    uint32_t header_length = get32(header);
    bool is_core = header_length == CORE_HEADER_LENGTH;
    if (!is_core && (header_length < INFO_HEADER_LENGTH || header_length > length - FILE_HEADER_LENGTH))
        return chematology_fail(message, CHEMATOLOGY_CORRUPT, "the bitmap's header should have %u bytes", header_length);
    int status = read_size(header, header_length, map, message);
    if (status != CHEMATOLOGY_OK) return status;
    if (!is_known(map))
        return chematology_fail(
            message, CHEMATOLOGY_UNSUPPORTED, "a bitmap of %u bits, compression %u", map->bits, map->compression);
    size_t palette_at = FILE_HEADER_LENGTH + header_length;
    status = read_masks(bytes, length, map, &palette_at, header_length, message);
    if (status != CHEMATOLOGY_OK) return status;
    if (pixels_at >= length)
        return chematology_fail(message, CHEMATOLOGY_CORRUPT, "the pixels should begin at byte %u of %zu", pixels_at, length);
    map->pixels = bytes + pixels_at;
    map->length = length - pixels_at;
    if (map->bits > 8) return CHEMATOLOGY_OK;
    map->entry_length = is_core ? 3 : 4;
    uint32_t said = is_core ? 0 : get32(header + 32);
    map->palette_count = said && said < 1u << map->bits ? said : 1u << map->bits;
    if (palette_at > length || map->palette_count > (length - palette_at) / map->entry_length)
        return chematology_fail(message, CHEMATOLOGY_CORRUPT, "the bitmap ends in its palette");
    map->palette = bytes + palette_at;
    return CHEMATOLOGY_OK;
}

/// An index beyond the palette is black.
static void put_indexed(const bitmap *map, uint32_t index, uint8_t *rgba) {
    const uint8_t *entry = map->palette + (size_t)index * map->entry_length;
    for (size_t i = 0; i < 3; i++) rgba[i] = index < map->palette_count ? entry[2 - i] : 0;
    rgba[3] = 255;
}

/// The bits of a mask, stretched to 0 … 255.
static uint8_t masked(uint32_t pixel, uint32_t mask) {
    if (mask == 0) return 0;
    uint32_t shift = (uint32_t)__builtin_ctz(mask);
    return (uint8_t)((uint64_t)((pixel & mask) >> shift) * 255 / (mask >> shift));
}

static void put_pixel(const bitmap *map, const uint8_t *row, uint32_t column, uint8_t *rgba) {
    switch (map->bits) {
    case 1:
    case 4:
    case 8: {
        uint32_t first = column * map->bits;
        uint32_t index = (uint32_t)row[first / 8] >> (8 - map->bits - first % 8) & ((1u << map->bits) - 1);
        put_indexed(map, index, rgba);
        return;
    }
    case 24:
        for (size_t i = 0; i < 3; i++) rgba[i] = row[3 * (size_t)column + 2 - i];
        break;
    default: {
        uint32_t pixel = map->bits == 16 ? get16(row + 2 * (size_t)column) : get32(row + 4 * (size_t)column);
        for (size_t i = 0; i < 3; i++) rgba[i] = masked(pixel, map->masks[i]);
    }
    }
    rgba[3] = 255;
}

static int draw_plain(const bitmap *map, uint8_t *rgba, char *message) {
    size_t row_length = ((size_t)map->width * map->bits + 31) / 32 * 4;
    // Some writers leave out the padding of the last row.
    size_t last_length = ((size_t)map->width * map->bits + 7) / 8;
    if (map->length < row_length * (map->height - 1) + last_length)
        return chematology_fail(
            message, CHEMATOLOGY_CORRUPT, "the bitmap is cut: %zu bytes of pixels for %u rows of %zu", map->length, map->height,
            row_length);
    for (uint32_t row = 0; row < map->height; row++) {
        uint32_t shown = map->is_top_down ? row : map->height - 1 - row;
        uint8_t *to = rgba + (size_t)shown * map->width * 4;
        for (uint32_t column = 0; column < map->width; column++)
            put_pixel(map, map->pixels + row * row_length, column, to + (size_t)column * 4);
    }
    return CHEMATOLOGY_OK;
}

static int draw_runs(const bitmap *map, uint8_t *rgba, char *message) {
    uint8_t *indices = calloc((size_t)map->width * map->height, 1);
    if (!indices) return chematology_fail_memory(message, (size_t)map->width * map->height);
    bool is_whole = chematology_bmp_runs(map->pixels, map->length, map->bits, map->width, map->height, indices);
    for (size_t i = 0; is_whole && i < (size_t)map->width * map->height; i++) put_indexed(map, indices[i], rgba + 4 * i);
    free(indices);
    return is_whole ? CHEMATOLOGY_OK
                    : chematology_fail(message, CHEMATOLOGY_CORRUPT, "the bitmap's runs break off or leave the picture");
}

int chematology_bmp(const uint8_t *bytes, size_t length, chematology_image *image, char *message) {
    *image = (chematology_image){0, 0, NULL};
    bitmap map;
    memset(&map, 0, sizeof map);
    int status = read_header(bytes, length, &map, message);
    if (status != CHEMATOLOGY_OK) return status;
    bool has_runs = map.compression == BI_RLE8 || map.compression == BI_RLE4;
    size_t needed = (size_t)map.width * map.height * 4;
    uint8_t *rgba = malloc(needed);
    if (!rgba) return chematology_fail_memory(message, needed);
    status = has_runs ? draw_runs(&map, rgba, message) : draw_plain(&map, rgba, message);
    if (status != CHEMATOLOGY_OK) {
        free(rgba);
        return status;
    }
    *image = (chematology_image){map.width, map.height, rgba};
    return CHEMATOLOGY_OK;
}
