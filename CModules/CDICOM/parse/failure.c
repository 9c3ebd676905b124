#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "walker.h"

/// Appends, and cuts off what does not fit.
static void append(char *text, size_t size, const char *format, ...) {
    size_t used = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + used, size - used, format, arguments);
    va_end(arguments);
}

/// The sequences and items around the failure, outermost first; items count from 1 as in PS3.4 attribute paths.
static void describe_path(const walker *w, uint32_t tag, char *text, size_t size) {
    for (uint32_t i = 1; i < w->open_count; i++) {
        const container *c = &w->open[i];
        uint32_t own = w->table->elements[c->element].tag;
        if (c->kind == KIND_ITEM)
            append(text, size, "[%u].", w->open[i - 1].items);
        else
            append(text, size, "(%04X,%04X)", own >> 16, own & 0xffff);
    }
    if (tag != 0) append(text, size, "(%04X,%04X)", tag >> 16, tag & 0xffff);
    if (text[0] != 0) append(text, size, " ");
}

int walk_failed(walker *w, cdicom_status status, uint32_t tag, uint64_t offset, const char *reason, ...) {
    cdicom_error *error = w->error;
    if (error == NULL) return status;
    *error = (cdicom_error){.offset = offset, .tag = tag};
    char path[160] = "";
    describe_path(w, tag, path, sizeof path);
    va_list arguments;
    va_start(arguments, reason);
    char because[96];
    vsnprintf(because, sizeof because, reason, arguments);
    va_end(arguments);
    append(error->message, sizeof error->message, "%s%s", path, because);
    return status;
}

int runs_out(walker *w, const container *inside, uint32_t tag, uint64_t needed) {
    if (inside->end < w->count)
        return walk_failed(w, CDICOM_MALFORMED, tag, w->position, "needs bytes up to %llu, and what holds it ends at %llu",
                           (unsigned long long)needed, (unsigned long long)inside->end);
    if (w->options.is_prefix)
        return walk_failed(w, CDICOM_NEED_MORE, tag, needed, "needs %llu bytes", (unsigned long long)needed);
    return walk_failed(w, CDICOM_TRUNCATED, tag, w->position, "ends at byte %llu, and needs %llu",
                       (unsigned long long)w->count, (unsigned long long)needed);
}

int fail(cdicom_error *error, cdicom_status status, uint64_t offset, const char *reason, ...) {
    if (error == NULL) return status;
    *error = (cdicom_error){.offset = offset};
    va_list arguments;
    va_start(arguments, reason);
    vsnprintf(error->message, sizeof error->message, reason, arguments);
    va_end(arguments);
    return status;
}
