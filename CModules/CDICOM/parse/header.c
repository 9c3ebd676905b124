#include "walker.h"

static int is_upper(uint8_t c) { return c >= 'A' && c <= 'Z'; }
static int is_private(uint32_t tag) { return tag >> 16 & 1; }

/// A private creator reserves the block (gggg,xx00-xxFF) by an element (gggg,00xx) (PS3.5 7.8.1).
static int is_creator(uint32_t tag) { return is_private(tag) && (tag & 0xffff) >= 0x10 && (tag & 0xffff) <= 0xff; }

/// Length of the text of a value without the padding at its end.
static uint64_t trimmed(const uint8_t *text, uint64_t length) {
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == 0)) length--;
    return length;
}

static const cdicom_dictionary_entry *find_private(const walker *w, const container *inside, uint32_t tag) {
    uint32_t reserved_by = (tag & 0xffff0000u) | (tag >> 8 & 0xff);
    uint32_t known = inside->creator_count < REMEMBERED_CREATORS ? inside->creator_count : REMEMBERED_CREATORS;
    for (uint32_t i = 0; i < known; i++) {
        const cdicom_element *creator = &w->table->elements[inside->creators[i]];
        if (creator->tag != reserved_by) continue;
        const uint8_t *text = w->bytes + creator->offset;
        return cdicom_dictionary_find_private(
            w->options.dictionary, tag, (const char *)text, trimmed(text, creator->length));
    }
    return NULL;
}

/// The representation the dictionary gives a tag: what implicit VR leaves out (PS3.5 7.1.3, 7.8, 6.2.2).
static void look_up(const walker *w, const container *inside, element_header *h) {
    h->vr = CDICOM_VR_UN;
    if ((h->tag & 0xffff) == 0) {
        h->vr = CDICOM_VR_UL;
        return;
    }
    if (is_creator(h->tag)) {
        h->vr = CDICOM_VR_LO;
        return;
    }
    if (w->options.dictionary == NULL) return;
    const cdicom_dictionary_entry *entry = is_private(h->tag) ? find_private(w, inside, h->tag)
                                                              : cdicom_dictionary_find(w->options.dictionary, h->tag);
    if (entry == NULL) return;
    h->vr = entry->vr;
    if (entry->signed_alternative) {
        if (inside->pixel_representation < 0)
            h->flags |= CDICOM_AMBIGUOUS;
        else if (inside->pixel_representation == 1)
            h->vr = CDICOM_VR_SS;
    }
}

/// UN of a known attribute holds what implicit little endian would (PS3.5 6.2.2). Of private ones only the creators are
/// known for sure.
static void improve_unknown(const walker *w, const container *inside, element_header *h) {
    if ((is_private(h->tag) && !is_creator(h->tag)) || h->tag == TAG_PIXEL_DATA) return;
    look_up(w, inside, h);
    if (h->vr == CDICOM_VR_UN) return;
    h->flags = (uint8_t)((h->flags & ~CDICOM_BIG_ENDIAN) | CDICOM_WRITTEN_AS_UN);
}

int read_element_header(walker *w, const container *inside, element_header *h) {
    const uint8_t *p = w->bytes + w->position;
    uint64_t left = inside->end - w->position;
    if (left < 8) return runs_out(w, inside, 0, w->position + 8);
    cdicom_syntax syntax = inside->syntax;
    *h = (element_header){.tag = read_tag(p, syntax), .size = 8, .vr = CDICOM_VR_NONE};
    if (syntax == CDICOM_EXPLICIT_BIG) h->flags = CDICOM_BIG_ENDIAN;

    if (h->tag >> 16 == TAG_ITEM >> 16) {
        h->length = read_length(p + 4, syntax);
        return CDICOM_OK;
    }
    if (syntax == CDICOM_IMPLICIT_LITTLE) {
        h->length = little32(p + 4);
        look_up(w, inside, h);
        return CDICOM_OK;
    }

    cdicom_vr vr = cdicom_vr_named(p[4], p[5]);
    if (vr == CDICOM_VR_NONE) {
        if (!is_upper(p[4]) || !is_upper(p[5]))
            return walk_failed(w, CDICOM_MALFORMED, h->tag, w->position,
                               "has no value representation (bytes %02X %02X)", p[4], p[5]);
        vr = CDICOM_VR_UN;  // one that is newer than this: 32-bit length (PS3.5 6.2)
    }
    h->vr = (uint8_t)vr;
    if (!cdicom_vr_has_long_length(vr)) {
        h->length = syntax == CDICOM_EXPLICIT_BIG ? big16(p + 6) : little16(p + 6);
        return CDICOM_OK;
    }
    if (left < 12) return runs_out(w, inside, h->tag, w->position + 12);
    h->size = 12;
    h->length = read_length(p + 8, syntax);
    if (vr == CDICOM_VR_UN) improve_unknown(w, inside, h);
    return CDICOM_OK;
}

cdicom_syntax observed_syntax(const walker *w, uint64_t position, uint64_t end, cdicom_syntax told) {
    if (end > w->count) end = w->count;
    if (position > end || end - position < 8) return told;
    const uint8_t *p = w->bytes + position;
    uint32_t tag = read_tag(p, told);
    if (tag >> 16 == TAG_ITEM >> 16) return told;
    if (told != CDICOM_IMPLICIT_LITTLE) {
        // Two letters are too large to be the lower half of an ordinary length, and a length is no two letters.
        return is_upper(p[4]) && is_upper(p[5]) ? told : CDICOM_IMPLICIT_LITTLE;
    }
    if (w->options.dictionary == NULL) return told;
    const cdicom_dictionary_entry *entry = cdicom_dictionary_find(w->options.dictionary, tag);
    return entry != NULL && cdicom_vr_named(p[4], p[5]) == (cdicom_vr)entry->vr ? CDICOM_EXPLICIT_LITTLE : told;
}
