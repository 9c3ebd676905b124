#ifndef YIGONG_CDICOM_WALKER_H
#define YIGONG_CDICOM_WALKER_H

#include "cdicom_parse.h"

enum {
    TAG_ITEM = 0xfffee000,
    TAG_ITEM_DELIMITATION = 0xfffee00d,
    TAG_SEQUENCE_DELIMITATION = 0xfffee0dd,
    TAG_PIXEL_REPRESENTATION = 0x00280103,
    TAG_FLOAT_PIXEL_DATA = 0x7fe00008,
    TAG_DOUBLE_FLOAT_PIXEL_DATA = 0x7fe00009,
    TAG_PIXEL_DATA = 0x7fe00010
};

#define LENGTH_UNDEFINED 0xffffffffu
#define MAX_DEPTH 64
#define REMEMBERED_CREATORS 16

typedef enum { KIND_DATA_SET, KIND_ITEM, KIND_SEQUENCE, KIND_FRAGMENTS } container_kind;

/// A container that is open: the data set itself, a sequence, an item, or encapsulated Pixel Data.
typedef struct {
    uint64_t end;      ///< offset it must not pass; that of its parent if its own length is undefined
    uint32_t element;  ///< its own element, CDICOM_NO_PARENT for the data set itself
    uint32_t items;    ///< seen so far
    container_kind kind;
    cdicom_syntax syntax;
    int has_undefined_length;
    int pixel_representation;  ///< inherited by items; -1 until (0028,0103) has been seen
    uint32_t creators[REMEMBERED_CREATORS];  ///< elements that reserve private blocks, the latest ones
    uint32_t creator_count;
} container;

typedef struct {
    const uint8_t *bytes;
    uint64_t count;
    uint64_t position;
    cdicom_parse_options options;
    cdicom_table *table;
    cdicom_error *error;
    container open[2 * MAX_DEPTH + 2];
    uint32_t open_count;
    uint32_t ambiguous_count;
} walker;

/// The tag, representation and length that stand before a value (PS3.5 7.1).
typedef struct {
    uint32_t tag;
    uint32_t length;
    uint32_t size;  ///< bytes of the header itself
    uint8_t vr;
    uint8_t flags;
} element_header;

static inline container *innermost(walker *w) { return &w->open[w->open_count - 1]; }

static inline uint16_t little16(const uint8_t *p) { return (uint16_t)(p[0] | p[1] << 8); }
static inline uint32_t little32(const uint8_t *p) { return (uint32_t)little16(p) | (uint32_t)little16(p + 2) << 16; }
static inline uint16_t big16(const uint8_t *p) { return (uint16_t)(p[0] << 8 | p[1]); }
static inline uint32_t big32(const uint8_t *p) { return (uint32_t)big16(p) << 16 | big16(p + 2); }

static inline uint32_t read_tag(const uint8_t *p, cdicom_syntax syntax) {
    return syntax == CDICOM_EXPLICIT_BIG ? big32(p) : (uint32_t)little16(p) << 16 | little16(p + 2);
}
static inline uint32_t read_length(const uint8_t *p, cdicom_syntax syntax) {
    return syntax == CDICOM_EXPLICIT_BIG ? big32(p) : little32(p);
}

/// Reads the header at the walker's position. What it needs to know of private blocks it takes from `inside`.
int read_element_header(walker *w, const container *inside, element_header *header);

/// The syntax in which the elements at `position` are really written, where they are said to be in `told`.
cdicom_syntax observed_syntax(const walker *w, uint64_t position, uint64_t end, cdicom_syntax told);

/// Fills the error with the path of `tag` inside what is open, and the reason. Returns the status.
int walk_failed(walker *w, cdicom_status status, uint32_t tag, uint64_t offset, const char *reason, ...)
    __attribute__((format(printf, 5, 6)));

/// An element wants the bytes up to `needed`, and what holds it ends before. Returns the status that says why.
int runs_out(walker *w, const container *inside, uint32_t tag, uint64_t needed);

/// Fills an error outside of any walk. Returns the status.
int fail(cdicom_error *error, cdicom_status status, uint64_t offset, const char *reason, ...)
    __attribute__((format(printf, 4, 5)));

#endif
