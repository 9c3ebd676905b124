// The TEXT segment of an FCS file: keywords and values between delimiters.
#ifndef YIGONG_CHEMATOLOGY_FCS_TEXT_H
#define YIGONG_CHEMATOLOGY_FCS_TEXT_H

#include <stdbool.h>

#include "chematology_fcs.h"

/// Reads `length` bytes of TEXT into `file->text` and `file->keywords`, replacing what they held. With `undoes_doubling` a doubled
/// delimiter stands for one (FCS 3.1, 3.2.9); without, for an empty value, which the standard forbids and some software writes.
int chematology_fcs_read_text(
    const uint8_t *bytes, size_t length, bool undoes_doubling, chematology_fcs *file, char *message);

/// The value of a keyword, whatever its case; null where it is missing.
const char *chematology_fcs_value(const chematology_fcs *file, const char *name);

/// A whole number of a text that may have blanks around it. False for anything else.
bool chematology_fcs_number(const char *text, uint64_t *number);

#endif
