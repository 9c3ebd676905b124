// A file that says it is FCS: its TEXT, its layout, and every value it claims to hold.
#include <stdlib.h>

#include "chematology.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
    char message[CHEMATOLOGY_MESSAGE_SIZE];
    chematology_fcs file;
    if (chematology_fcs_open(bytes, length, &file, message) != CHEMATOLOGY_OK) return 0;
    double *values = malloc(file.event_count * sizeof *values + 1);
    for (size_t i = 0; i < file.parameter_count && i < 64; i++)
        if (chematology_fcs_column(bytes, length, &file, i, values, message) != CHEMATOLOGY_OK) abort();
    if (chematology_fcs_column(bytes, length, &file, file.parameter_count, values, message) == CHEMATOLOGY_OK) abort();
    free(values);
    chematology_fcs_close(&file);
    return 0;
}
