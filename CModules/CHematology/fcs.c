// Header and keywords of an FCS file: what its events are made of, and where they lie.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fail.h"
#include "fcs_text.h"

enum {
    /// Version, four blanks, and six offsets of eight digits (FCS 3.1, 3.1).
    HEADER_LENGTH = 58,
    OFFSET_DIGITS = 8,
    TEXT_AT = 10,
    DATA_AT = 26,
    TEXT_LIMIT = 32 << 20,
    PARAMETER_LIMIT = 4096
};

/// The two offsets at `at`; both 0 where one is no number.
static void take_offsets(const uint8_t *header, size_t at, uint64_t *begin, uint64_t *end) {
    uint64_t *offsets[] = {begin, end};
    for (size_t i = 0; i < 2; i++) {
        char digits[OFFSET_DIGITS + 1] = {0};
        memcpy(digits, header + at + i * OFFSET_DIGITS, OFFSET_DIGITS);
        if (!chematology_fcs_number(digits, offsets[i])) *begin = *end = 0;
    }
}

/// `$P<number><letter>` of a name: the number from 1 on and the letter in upper case; 0 for any other name.
static size_t parameter_of(const char *name, char *letter) {
    if (name[0] != '$' || (name[1] | 32) != 'p') return 0;
    size_t digits = strspn(name + 2, "0123456789");
    if (digits == 0 || digits > 4 || name[2 + digits] == 0 || name[3 + digits] != 0) return 0;
    *letter = (char)(name[2 + digits] & ~32);
    return strtoul(name + 2, NULL, 10);
}

static void set_parameter(chematology_parameter *parameter, char letter, const char *value) {
    uint64_t bits;
    switch (letter) {
    case 'N': parameter->name = value; break;
    case 'S': parameter->label = value; break;
    case 'B':
        if (chematology_fcs_number(value, &bits) && bits <= 64) parameter->bits = (uint32_t)bits;
        break;
    case 'R': {
        double range = strtod(value, NULL);
        if (isfinite(range) && range > 0) parameter->range = range;
        break;
    }
    case 'E': {
        char *comma;
        double decades = strtod(value, &comma);
        double zero = *comma == ',' ? strtod(comma + 1, NULL) : 0;
        if (!isfinite(decades) || decades <= 0 || !isfinite(zero)) break;
        parameter->decades = decades;
        // A logarithm has no zero; those who write “4,0” mean “4,1” (FCS 3.1, 3.2.20).
        parameter->zero = zero > 0 ? zero : 1;
        break;
    }
    default: break;
    }
}

static int read_parameters(chematology_fcs *file, char *message) {
    uint64_t count;
    const char *text = chematology_fcs_value(file, "$PAR");
    if (!text || !chematology_fcs_number(text, &count))
        return chematology_fail(message, CHEMATOLOGY_CORRUPT, "the file does not say how many parameters it has ($PAR)");
    if (count == 0 || count > PARAMETER_LIMIT)
        return chematology_fail(message, CHEMATOLOGY_UNSUPPORTED, "$PAR is %llu", (unsigned long long)count);
    free(file->parameters);
    file->parameters = calloc(count, sizeof *file->parameters);
    if (!file->parameters) return chematology_fail_memory(message, count * sizeof *file->parameters);
    file->parameter_count = count;
    for (size_t i = 0; i < file->keyword_count; i++) {
        char letter;
        size_t number = parameter_of(file->keywords[i].name, &letter);
        if (number >= 1 && number <= count) set_parameter(&file->parameters[number - 1], letter, file->keywords[i].value);
    }
    return CHEMATOLOGY_OK;
}

static int read_byte_order(chematology_fcs *file, char *message) {
    const char *order = chematology_fcs_value(file, "$BYTEORD");
    order = order ? order + strspn(order, " ") : "";
    bool is_one_byte = true;
    for (size_t i = 0; i < file->parameter_count; i++) is_one_byte = is_one_byte && file->parameters[i].bits == 8;
    if (strncmp(order, "1,2,3,4", 7) == 0 || strcmp(order, "1,2") == 0 || is_one_byte) file->is_big_endian = false;
    else if (strncmp(order, "4,3,2,1", 7) == 0 || strcmp(order, "2,1") == 0) file->is_big_endian = true;
    else return chematology_fail(message, CHEMATOLOGY_UNSUPPORTED, "byte order “%.20s” ($BYTEORD)", order);
    return CHEMATOLOGY_OK;
}

/// What an event is made of.
static int read_layout(chematology_fcs *file, char *message) {
    const char *mode = chematology_fcs_value(file, "$MODE");
    if (mode && (mode[0] | 32) != 'l')
        return chematology_fail(message, CHEMATOLOGY_UNSUPPORTED, "the file holds no list of events: $MODE is “%.20s”", mode);
    const char *type = chematology_fcs_value(file, "$DATATYPE");
    file->data_type = type ? (char)(type[0] & ~32) : 0;
    if (file->data_type != 'I' && file->data_type != 'F' && file->data_type != 'D')
        return chematology_fail(message, CHEMATOLOGY_UNSUPPORTED, "values of type “%.20s” ($DATATYPE)", type ? type : "");
    file->event_length = 0;
    for (size_t i = 0; i < file->parameter_count; i++) {
        chematology_parameter *parameter = &file->parameters[i];
        if (file->data_type != 'I') parameter->bits = file->data_type == 'F' ? 32 : 64;
        if (parameter->bits == 0 || parameter->bits % 8 != 0)
            return chematology_fail(
                message, CHEMATOLOGY_UNSUPPORTED, "parameter %zu has values of %u bits ($P%zuB)", i + 1, parameter->bits, i + 1);
        parameter->offset = file->event_length;
        file->event_length += parameter->bits / 8;
    }
    return read_byte_order(file, message);
}

/// Where the events are. The last byte that the header or $ENDDATA names is believed only without $TOT: writers differ by one.
static int find_events(const uint8_t *bytes, size_t length, chematology_fcs *file, char *message) {
    uint64_t begin, end, total;
    take_offsets(bytes, DATA_AT, &begin, &end);
    const char *text;
    if (begin == 0) {
        text = chematology_fcs_value(file, "$BEGINDATA");
        if (!text || !chematology_fcs_number(text, &begin)) begin = 0;
        text = chematology_fcs_value(file, "$ENDDATA");
        if (!text || !chematology_fcs_number(text, &end)) end = 0;
    }
    bool says_total = (text = chematology_fcs_value(file, "$TOT")) && chematology_fcs_number(text, &total);
    if (!says_total) total = end >= begin ? (end - begin + 1) / file->event_length : 0;
    if (total > 0 && (begin < HEADER_LENGTH || begin > length))
        return chematology_fail(
            message, CHEMATOLOGY_CORRUPT, "the events should begin at byte %llu of %zu", (unsigned long long)begin, length);
    if (total > 0 && total > (length - begin) / file->event_length)
        return chematology_fail(
            message, CHEMATOLOGY_CORRUPT, "the file is cut: it holds %llu of %llu events",
            (unsigned long long)((length - begin) / file->event_length), (unsigned long long)total);
    file->event_count = total;
    // Where there are no events, what is said of their place may be anything.
    file->data_offset = total > 0 ? begin : 0;
    return CHEMATOLOGY_OK;
}

static int open_file(const uint8_t *bytes, size_t length, chematology_fcs *file, char *message) {
    if (length < HEADER_LENGTH || memcmp(bytes, "FCS", 3) != 0 || bytes[4] != '.')
        return chematology_fail(message, CHEMATOLOGY_CORRUPT, "this is no FCS file");
    memcpy(file->version, bytes + 3, 3);
    if (bytes[3] != '2' && bytes[3] != '3')
        return chematology_fail(message, CHEMATOLOGY_UNSUPPORTED, "FCS %.3s", file->version);
    uint64_t begin, end;
    take_offsets(bytes, TEXT_AT, &begin, &end);
    if (begin < HEADER_LENGTH || end <= begin || end >= length)
        return chematology_fail(
            message, CHEMATOLOGY_CORRUPT, "the TEXT segment should be bytes %llu to %llu of %zu", (unsigned long long)begin,
            (unsigned long long)end, length);
    if (end - begin >= TEXT_LIMIT)
        return chematology_fail(message, CHEMATOLOGY_TOO_LARGE, "a TEXT segment of %llu bytes", (unsigned long long)(end - begin));

    int status = CHEMATOLOGY_OK;
    for (int pass = 0; pass < 2; pass++) {
        status = chematology_fcs_read_text(bytes + begin, end - begin + 1, pass == 0, file, message);
        if (status == CHEMATOLOGY_OK) status = read_parameters(file, message);
        if (status == CHEMATOLOGY_OK) status = read_layout(file, message);
        if (status == CHEMATOLOGY_OK || status == CHEMATOLOGY_NO_MEMORY) break;
    }
    return status == CHEMATOLOGY_OK ? find_events(bytes, length, file, message) : status;
}

int chematology_fcs_open(const uint8_t *bytes, size_t length, chematology_fcs *file, char *message) {
    memset(file, 0, sizeof *file);
    int status = open_file(bytes, length, file, message);
    if (status != CHEMATOLOGY_OK) chematology_fcs_close(file);
    return status;
}

void chematology_fcs_close(chematology_fcs *file) {
    free(file->text);
    free(file->keywords);
    free(file->parameters);
    memset(file, 0, sizeof *file);
}
