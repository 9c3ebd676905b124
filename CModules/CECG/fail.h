#ifndef YIGONG_CECG_FAIL_H
#define YIGONG_CECG_FAIL_H

#include "cecg_signal.h"
#include "cecg_status.h"

/// Writes the message, if there is room for one, and returns the status.
__attribute__((format(printf, 3, 4))) int cecg_fail(char *message, int status, const char *format, ...);
int cecg_fail_memory(char *message);

/// Refuses what cannot be a recording, before anything is allocated for it.
int cecg_check(const cecg_signal *signal, char *message);

#endif
