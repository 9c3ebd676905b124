#include "fail.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int cecg_fail(char *message, int status, const char *format, ...) {
    if (message) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(message, CECG_MESSAGE_SIZE, format, arguments);
        va_end(arguments);
    }
    return status;
}

int cecg_fail_memory(char *message) {
    return cecg_fail(message, CECG_NO_MEMORY, "no memory for the signal");
}

int cecg_check(const cecg_signal *signal, char *message) {
    if (!signal->samples || signal->leads == 0 || signal->count == 0) return cecg_fail(message, CECG_BAD_ARGUMENT, "no samples");
    if (signal->leads > CECG_MAX_LEADS)
        return cecg_fail(message, CECG_TOO_LARGE, "%zu leads; at most %d", signal->leads, CECG_MAX_LEADS);
    if (signal->count > CECG_MAX_SAMPLES)
        return cecg_fail(message, CECG_TOO_LARGE, "%zu samples; at most %d", signal->count, CECG_MAX_SAMPLES);
    if (!(signal->rate >= 50 && signal->rate <= 100000))
        return cecg_fail(message, CECG_BAD_ARGUMENT, "%g samples a second; 50 to 100000 can be read", signal->rate);
    return CECG_OK;
}

void cecg_free(void *memory) {
    free(memory);
}
