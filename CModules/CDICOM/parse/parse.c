#include <stdlib.h>
#include <string.h>

#include "walker.h"

/// The limits a caller gets who names none.
enum { DEFAULT_DEPTH = 32, DEFAULT_ELEMENTS = 4 << 20, FIRST_CAPACITY = 256 };

void cdicom_table_destroy(cdicom_table *table) {
    if (table == NULL) return;
    free(table->elements);
    free(table);
}

/// Adds an element at the end of the table, `end` still open. Its value begins after the header.
static int append_element(walker *w, const element_header *h, uint32_t *number) {
    cdicom_table *t = w->table;
    if (t->count >= w->options.max_elements)
        return walk_failed(w, CDICOM_LIMIT, h->tag, w->position, "is element %zu, more than allowed", t->count + 1);
    if (t->count == t->capacity) {
        size_t capacity = t->capacity == 0 ? FIRST_CAPACITY : t->capacity * 2;
        cdicom_element *elements = realloc(t->elements, capacity * sizeof *elements);
        if (elements == NULL) return walk_failed(w, CDICOM_NO_MEMORY, h->tag, w->position, "no memory is left");
        t->elements = elements;
        t->capacity = capacity;
    }
    *number = (uint32_t)t->count++;
    t->elements[*number] = (cdicom_element){
        .offset = w->position + h->size,
        .length = h->length,
        .tag = h->tag,
        .parent = innermost(w)->element,
        .end = (uint32_t)t->count,
        .vr = h->vr,
        .flags = h->flags,
        .depth = (uint16_t)((w->open_count - 1) / 2)};
    if (h->flags & CDICOM_AMBIGUOUS) w->ambiguous_count++;
    return CDICOM_OK;
}

/// Opens the container that element `number` is. The position is already that of its content.
static int open_container(walker *w, uint32_t number, container_kind kind, cdicom_syntax syntax, uint32_t length) {
    cdicom_element *e = &w->table->elements[number];
    if (kind != KIND_ITEM && w->open_count > 2 * w->options.max_depth)
        return walk_failed(w, CDICOM_LIMIT, e->tag, w->position, "is nested deeper than %u sequences",
                           w->options.max_depth);
    const container *outer = innermost(w);
    container *inner = &w->open[w->open_count++];
    inner->has_undefined_length = length == LENGTH_UNDEFINED;
    inner->end = inner->has_undefined_length ? outer->end : w->position + length;
    inner->element = number;
    inner->items = 0;
    inner->kind = kind;
    inner->syntax = syntax;
    inner->pixel_representation = outer->pixel_representation;
    inner->creator_count = 0;
    if (inner->has_undefined_length) e->flags |= CDICOM_UNDEFINED_LENGTH;
    if (kind == KIND_FRAGMENTS) e->flags |= CDICOM_ENCAPSULATED;
    return CDICOM_OK;
}

/// Closes the innermost container, whose content ends at `end`.
static void close_container(walker *w, uint64_t end) {
    cdicom_element *e = &w->table->elements[innermost(w)->element];
    e->length = end - e->offset;
    e->end = (uint32_t)w->table->count;
    w->open_count--;
}

/// Checks that a value of `length` bytes fits into what is around it.
static int check_fits(walker *w, const element_header *h) {
    uint64_t start = w->position + h->size;
    const container *inside = innermost(w);
    if (start <= inside->end && h->length <= inside->end - start) return CDICOM_OK;
    return runs_out(w, inside, h->tag, start + h->length);
}

/// An item of a sequence, a fragment, or the delimiter that ends either.
static int walk_item(walker *w) {
    container *inside = innermost(w);
    element_header h;
    int status = read_element_header(w, inside, &h);
    if (status != CDICOM_OK) return status;
    if (h.tag == TAG_SEQUENCE_DELIMITATION) {
        uint64_t end = w->position;
        w->position += h.size;
        // A delimiter at the end of a sequence that says its length is superfluous, and seen.
        if (inside->has_undefined_length || w->position == inside->end) close_container(w, end);
        return CDICOM_OK;
    }
    if (h.tag != TAG_ITEM)
        return walk_failed(w, CDICOM_MALFORMED, h.tag, w->position, "stands where an item has to begin");
    int is_fragment = inside->kind == KIND_FRAGMENTS;
    if (h.length != LENGTH_UNDEFINED)
        status = check_fits(w, &h);
    else if (is_fragment)
        status = walk_failed(w, CDICOM_MALFORMED, h.tag, w->position, "is a fragment without a length");
    if (status != CDICOM_OK) return status;

    inside->items++;
    uint32_t number;
    if ((status = append_element(w, &h, &number)) != CDICOM_OK) return status;
    w->position += h.size;
    if (is_fragment) {
        w->position += h.length;
        return CDICOM_OK;
    }
    uint64_t end = h.length == LENGTH_UNDEFINED ? inside->end : w->position + h.length;
    return open_container(w, number, KIND_ITEM, observed_syntax(w, w->position, end, inside->syntax), h.length);
}

/// Whether content that ought to be a sequence begins like one. Matters where only a dictionary says so.
static int begins_with_item(const walker *w, uint64_t position, uint64_t length, cdicom_syntax syntax) {
    if (length == 0) return 1;
    if (length < 8 || position + 4 > w->count) return 0;
    uint32_t tag = read_tag(w->bytes + position, syntax);
    return tag == TAG_ITEM || tag == TAG_SEQUENCE_DELIMITATION;
}

/// What lies in an element: nothing to follow, a sequence, or fragments; and in which syntax.
static int content_kind(walker *w, element_header *h, container_kind *kind, cdicom_syntax *syntax) {
    int is_undefined = h->length == LENGTH_UNDEFINED;
    *syntax = h->vr == CDICOM_VR_UN || h->flags & CDICOM_WRITTEN_AS_UN ? CDICOM_IMPLICIT_LITTLE : innermost(w)->syntax;
    *kind = KIND_ITEM;
    if (h->vr == CDICOM_VR_SQ) {
        uint64_t length = is_undefined ? UINT64_MAX : h->length;
        int by_dictionary = *syntax == CDICOM_IMPLICIT_LITTLE;
        if (!by_dictionary || is_undefined || begins_with_item(w, w->position + h->size, length, *syntax))
            *kind = KIND_SEQUENCE;
        else
            h->vr = CDICOM_VR_UN;
        return CDICOM_OK;
    }
    if (!is_undefined) return CDICOM_OK;
    if (h->tag == TAG_PIXEL_DATA || h->vr == CDICOM_VR_OB || h->vr == CDICOM_VR_OW) {
        *syntax = innermost(w)->syntax;
        *kind = KIND_FRAGMENTS;
        return CDICOM_OK;
    }
    if (*syntax == CDICOM_IMPLICIT_LITTLE) {
        h->vr = CDICOM_VR_SQ;
        *kind = KIND_SEQUENCE;
        return CDICOM_OK;
    }
    return walk_failed(w, CDICOM_MALFORMED, h->tag, w->position, "has an undefined length, which only sequences may");
}

/// Keeps what later elements of the same data set are read by.
static void remember(walker *w, uint32_t number) {
    const cdicom_element *e = &w->table->elements[number];
    container *inside = innermost(w);
    uint32_t element = e->tag & 0xffff;
    if (e->tag == TAG_PIXEL_REPRESENTATION && e->length >= 2) {
        const uint8_t *p = w->bytes + e->offset;
        inside->pixel_representation = (e->flags & CDICOM_BIG_ENDIAN ? big16(p) : little16(p)) == 1;
    } else if (e->tag >> 16 & 1 && element >= 0x10 && element <= 0xff) {
        inside->creators[inside->creator_count++ % REMEMBERED_CREATORS] = number;
    }
}

/// Whether the group the caller is after has ended. What follows may be in another syntax, so only the tag is read.
static int leaves_group(walker *w) {
    return w->options.only_group != 0 && w->count - w->position >= 8 &&
           read_tag(w->bytes + w->position, innermost(w)->syntax) >> 16 != w->options.only_group;
}

/// Whether the parse ends before this element of the data set itself, as the caller asked.
static int ends_parse(const walker *w, const element_header *h) {
    return w->options.stop_at_pixel_data &&
           (h->tag == TAG_PIXEL_DATA || h->tag == TAG_FLOAT_PIXEL_DATA || h->tag == TAG_DOUBLE_FLOAT_PIXEL_DATA);
}

/// Notes where the element lies that ends the parse. With a whole object at hand it also has to be complete.
static int stop(walker *w, const element_header *h) {
    int is_undefined = h->length == LENGTH_UNDEFINED;
    if (!w->options.is_prefix && !is_undefined) {
        int status = check_fits(w, h);
        if (status != CDICOM_OK) return status;
    }
    w->table->stopped = 1;
    w->table->stopped_at = (cdicom_element){
        .offset = w->position + h->size,
        .length = is_undefined ? UINT64_MAX : h->length,
        .tag = h->tag,
        .parent = CDICOM_NO_PARENT,
        .vr = h->vr,
        .flags = (uint8_t)(h->flags | (is_undefined ? CDICOM_UNDEFINED_LENGTH | CDICOM_ENCAPSULATED : 0))};
    return CDICOM_OK;
}

/// An element of a data set or item, or the delimiter that ends the item.
static int walk_element(walker *w) {
    container *inside = innermost(w);
    element_header h;
    int status = read_element_header(w, inside, &h);
    if (status != CDICOM_OK) return status;
    int is_outermost = w->open_count == 1;
    if (h.tag == TAG_ITEM_DELIMITATION) {
        uint64_t end = w->position;
        w->position += h.size;
        if (!is_outermost && inside->has_undefined_length) close_container(w, end);
        return CDICOM_OK;
    }
    if (h.tag >> 16 == TAG_ITEM >> 16)
        return walk_failed(w, CDICOM_MALFORMED, h.tag, w->position, "stands where an attribute has to begin");
    if (is_outermost && ends_parse(w, &h)) return stop(w, &h);

    container_kind kind;
    cdicom_syntax syntax;
    if ((status = content_kind(w, &h, &kind, &syntax)) != CDICOM_OK) return status;
    if (h.length != LENGTH_UNDEFINED && (status = check_fits(w, &h)) != CDICOM_OK) return status;
    uint32_t number;
    if ((status = append_element(w, &h, &number)) != CDICOM_OK) return status;
    w->position += h.size;
    if (kind != KIND_ITEM) return open_container(w, number, kind, syntax, h.length);
    w->position += h.length;
    remember(w, number);
    return CDICOM_OK;
}

/// Whether only zeros are left, as some writers pad a file to a block.
static int only_padding_left(const walker *w) {
    if (w->options.is_prefix) return 0;
    for (uint64_t i = w->position; i < w->count; i++)
        if (w->bytes[i] != 0) return 0;
    return 1;
}

static int walk(walker *w) {
    while (!w->table->stopped) {
        container *inside = innermost(w);
        if (w->position >= inside->end) {
            if (w->open_count == 1) return CDICOM_OK;
            if (inside->has_undefined_length) {
                // Its delimiter is missing. Path and reason are those of the container, so it counts as closed.
                w->open_count--;
                return runs_out(w, inside, w->table->elements[inside->element].tag, w->position + 8);
            }
            close_container(w, inside->end);
            continue;
        }
        int is_outermost = w->open_count == 1;
        if (is_outermost && w->bytes[w->position] == 0 && only_padding_left(w)) return CDICOM_OK;
        if (is_outermost && leaves_group(w)) {
            w->table->stopped = 1;
            continue;
        }
        int status = inside->kind == KIND_SEQUENCE || inside->kind == KIND_FRAGMENTS ? walk_item(w) : walk_element(w);
        if (status != CDICOM_OK) return status;
    }
    return CDICOM_OK;
}

/// "US or SS" that came before Pixel Representation was known takes what the data set itself says (PS3.5 A.1).
static void settle_ambiguous(walker *w) {
    if (w->ambiguous_count == 0) return;
    int is_signed = w->open[0].pixel_representation == 1;
    for (size_t i = 0; i < w->table->count; i++) {
        cdicom_element *e = &w->table->elements[i];
        if (!(e->flags & CDICOM_AMBIGUOUS)) continue;
        e->flags &= (uint8_t)~CDICOM_AMBIGUOUS;
        if (is_signed) e->vr = CDICOM_VR_SS;
    }
}

int cdicom_parse(const uint8_t *bytes, size_t count, const cdicom_parse_options *options, cdicom_table **table,
                 cdicom_error *error) {
    walker w;
    w.bytes = bytes;
    w.count = count;
    w.position = 0;
    w.options = *options;
    w.error = error;
    w.open_count = 1;
    w.ambiguous_count = 0;
    if (w.options.max_depth == 0) w.options.max_depth = DEFAULT_DEPTH;
    if (w.options.max_depth > MAX_DEPTH) w.options.max_depth = MAX_DEPTH;
    if (w.options.max_elements == 0) w.options.max_elements = DEFAULT_ELEMENTS;
    *table = w.table = calloc(1, sizeof *w.table);
    if (w.table == NULL) return fail(error, CDICOM_NO_MEMORY, 0, "no memory is left");
    cdicom_syntax syntax = observed_syntax(&w, 0, count, options->syntax);
    w.open[0] = (container){
        .end = count, .element = CDICOM_NO_PARENT, .kind = KIND_DATA_SET, .syntax = syntax, .pixel_representation = -1};

    int status = walk(&w);
    if (status != CDICOM_OK) {
        cdicom_table_destroy(w.table);
        *table = NULL;
        return status;
    }
    settle_ambiguous(&w);
    w.table->end = w.position;
    w.table->syntax = syntax;
    return CDICOM_OK;
}
