// How a function of this module reports a failure.
#ifndef YIGONG_CRENDER_FAIL_H
#define YIGONG_CRENDER_FAIL_H

#include "crender_status.h"

/// Writes a sentence to `message` (when not null) and returns `status`.
__attribute__((format(printf, 3, 4)))
int crender_fail(char *message, int status, const char *format, ...);

int crender_fail_memory(char *message, unsigned long long bytes);

#endif
