#include "fail.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int chematology_fail(char *message, int status, const char *format, ...) {
    if (message) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(message, CHEMATOLOGY_MESSAGE_SIZE, format, arguments);
        va_end(arguments);
    }
    return status;
}

int chematology_fail_memory(char *message, unsigned long long bytes) {
    return chematology_fail(message, CHEMATOLOGY_NO_MEMORY, "no memory for %llu bytes", bytes);
}

void chematology_free(void *memory) {
    free(memory);
}
