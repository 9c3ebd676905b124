#include "fail.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int crender_fail(char *message, int status, const char *format, ...) {
    if (message) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(message, CRENDER_MESSAGE_SIZE, format, arguments);
        va_end(arguments);
    }
    return status;
}

int crender_fail_memory(char *message, unsigned long long bytes) {
    return crender_fail(message, CRENDER_NO_MEMORY, "no memory for %llu bytes", bytes);
}

void crender_free(void *memory) {
    free(memory);
}
