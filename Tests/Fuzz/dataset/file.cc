#include <cstdint>
#include <cstdlib>
#include <vector>

#include "cdicom.h"

/// A whole file: where its data set begins, and what it inflates to.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0) return 0;
    std::vector<uint8_t> bytes(data + 1, data + size);
    cdicom_part10 part10;
    cdicom_error error;
    if (cdicom_part10_locate(bytes.data(), bytes.size(), data[0] & 1, &part10, &error) != CDICOM_OK) return 0;
    if (part10.data_set_offset > bytes.size() || part10.meta_offset + part10.meta_length > bytes.size()) abort();
    if (part10.syntax_uid_offset + part10.syntax_uid_length > bytes.size()) abort();
    uint8_t *inflated;
    size_t count;
    if (cdicom_inflate(bytes.data() + part10.data_set_offset, bytes.size() - part10.data_set_offset, 1 << 20, &inflated, &count, &error) == CDICOM_OK) {
        if (count > 1 << 20) abort();
        cdicom_free(inflated);
    }
    return 0;
}
