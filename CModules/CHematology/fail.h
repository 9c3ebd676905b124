// How a function of this module reports a failure.
#ifndef YIGONG_CHEMATOLOGY_FAIL_H
#define YIGONG_CHEMATOLOGY_FAIL_H

#include "chematology_status.h"

/// Writes a sentence to `message` (when not null) and returns `status`.
__attribute__((format(printf, 3, 4)))
int chematology_fail(char *message, int status, const char *format, ...);

int chematology_fail_memory(char *message, unsigned long long bytes);

#endif
