// Flow Cytometry Standard files: FCS 2.0, 3.0 and 3.1, list mode (ISAC, “Data File Standard for Flow Cytometry”).
#ifndef YIGONG_CHEMATOLOGY_FCS_H
#define YIGONG_CHEMATOLOGY_FCS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// One keyword of the TEXT segment; both texts lie in chematology_fcs.text, end with a zero byte, and have their doubled delimiters undone.
typedef struct chematology_keyword {
    const char *name;
    const char *value;
} chematology_keyword;

/// One measured parameter: $PnB, $PnR, $PnE, $PnN, $PnS.
typedef struct chematology_parameter {
    /// Bits of a value, a multiple of 8.
    uint32_t bits;
    /// Values are below this; 0 where it is not said.
    double range;
    /// $PnE: values stand for 10^(decades · value / range) · zero; both 0 for a linear parameter.
    double decades;
    double zero;
    /// $PnN; null where it is missing.
    const char *name;
    /// $PnS; null where it is missing.
    const char *label;
    /// Bytes between an event's beginning and this value.
    size_t offset;
} chematology_parameter;

typedef struct chematology_fcs {
    /// “2.0”, “3.0” or “3.1”.
    char version[4];
    char *text;
    chematology_keyword *keywords;
    size_t keyword_count;
    chematology_parameter *parameters;
    size_t parameter_count;
    size_t event_count;
    /// Of the first event in the file.
    size_t data_offset;
    /// Bytes of one event.
    size_t event_length;
    /// $DATATYPE: 'I', 'F' or 'D'.
    char data_type;
    /// $BYTEORD: of whole bytes, the most significant one first.
    bool is_big_endian;
} chematology_fcs;

/// Reads the header and TEXT of a file's first data set. What is in `file` points to its own memory, not to `bytes`; give it back
/// with chematology_fcs_close. Nothing has to be given back when this fails.
int chematology_fcs_open(const uint8_t *bytes, size_t length, chematology_fcs *file, char *message);

/// Reads one parameter of every event into `values`, which has room for `event_count`. Integers are masked to the bits that $PnR
/// needs (FCS 3.1, 3.2.20): some instruments leave other things in the upper ones.
int chematology_fcs_column(
    const uint8_t *bytes, size_t length, const chematology_fcs *file, size_t parameter, double *values, char *message);

void chematology_fcs_close(chematology_fcs *file);

#endif
