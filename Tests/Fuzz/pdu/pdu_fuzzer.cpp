// Feeds a connection's bytes to the acceptor: A-ASSOCIATE-RQ, then PDVs until the association ends. The first byte of the
// input says how the rest is cut into writes, so that PDUs arrive in pieces.

#include "cdicom_association.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <sys/socket.h>
#include <unistd.h>

namespace {

/// Nobody reads the answers, so waiting to write would be in vain.
const cdicom_association_options options{200, 200, 1, 16384, "2.25.1", "FUZZ"};

/// Everything is written before anything is read, so it must fit into the socket's buffer, where each piece takes up
/// some hundred bytes of its own.
constexpr size_t largestInput = 60'000;
constexpr size_t mostPieces = 64;

void acceptEverything(cdicom_association *association) {
    for (size_t index = 0; index < cdicom_association_context_count(association); index++) {
        cdicom_context context;
        if (cdicom_association_context(association, index, &context) != 0) abort();
        const char *syntax = cdicom_association_proposed_syntax(association, index, 0);
        if (!syntax || strlen(syntax) > 64 || strlen(context.abstract_syntax) > 64) abort();
        cdicom_association_accept_context(
            association, context.identifier, syntax, static_cast<cdicom_role>(context.proposed_role));
    }
}

/// Touches every byte of every PDV, so that the sanitizer sees one that is not there.
void readEverything(cdicom_association *association) {
    volatile uint8_t seen = 0;
    cdicom_fault fault;
    for (;;) {
        cdicom_pdv pdv;
        const int status = cdicom_association_read_pdv(association, 0, &pdv, &fault);
        if (status == CDICOM_NETWORK_RELEASE_REQUESTED) cdicom_association_confirm_release(association, &fault);
        if (status != CDICOM_NETWORK_OK) return;
        for (size_t index = 0; index < pdv.length; index++) seen = seen ^ pdv.data[index];
        if (pdv.is_last && pdv.length > 0)
            cdicom_association_write(association, pdv.context, pdv.is_command, 1, pdv.data, std::min<size_t>(pdv.length, 64),
                                     1, &fault);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < 2 || size > largestInput) return 0;
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return 0;
    const size_t step = data[0] == 0 ? size : std::max<size_t>(data[0], size / mostPieces + 1);
    for (size_t start = 1; start < size; start += step)
        if (write(ends[1], data + start, std::min(step, size - start)) < 0) abort();
    shutdown(ends[1], SHUT_WR);

    cdicom_association *association = nullptr;
    cdicom_fault fault;
    if (cdicom_association_adopt(ends[0], nullptr, &options, &association, &fault) == CDICOM_NETWORK_OK) {
        if (cdicom_association_receive(association, &fault) == CDICOM_NETWORK_OK) {
            acceptEverything(association);
            if (cdicom_association_acknowledge(association, &fault) == CDICOM_NETWORK_OK) readEverything(association);
        }
        cdicom_association_destroy(association);
    }
    close(ends[1]);
    return 0;
}
