// How a function of this module reports a failure.
#ifndef YIGONG_CPAPER_FAIL_H
#define YIGONG_CPAPER_FAIL_H

#include "cpaper.h"

/// Writes a sentence to `message` (when not null) and returns `status`.
__attribute__((format(printf, 3, 4)))
int cpaper_fail(char *message, int status, const char *format, ...);

#endif
