#include "fault.h"
#include "upper_layer.h"

#include <algorithm>
#include <dcmtk/dcmnet/dulstruc.h>

using namespace network;

namespace {

constexpr uint32_t farewellMilliseconds = 1000;
/// The headers of a P-DATA-TF PDU and of the one PDV in it (PS3.8 9.3.5). Strictly only the latter counts towards the
/// maximum length; some peers count both.
constexpr size_t dataHeaders = 12;
/// Length, context ID and message control header (PS3.8 9.3.5.1).
constexpr size_t pdvHeader = 6;
constexpr size_t ourLargestPDU = 128 * 1024;

size_t largestFragment(const cdicom_association &association) {
    const size_t maximum = association.peerMaximumPDU;
    if (maximum == 0) return ourLargestPDU - dataHeaders;
    // Fragments are of even length, as data sets are (PS3.8 Annex E).
    return (std::min(maximum, ourLargestPDU) - dataHeaders) & ~size_t(1);
}

}  // namespace

namespace {

/// Waits for a P-DATA-TF PDU and has DCMTK read it.
int readDataPDU(cdicom_association &association, uint32_t timeout, cdicom_fault *fault) {
    Stream &stream = *association.stream;
    stream.expectWithin(timeout);
    if (!stream.waitForInput()) {
        if (const int status = association.explainStream("waiting", fault)) return status;
        return fail(fault, CDICOM_NETWORK_TIMEOUT, "waiting: the peer did nothing within the time allowed");
    }
    stream.expectWithin(association.options.pdu_ms);
    DUL_PDVLIST list{};
    const OFCondition condition = DUL_ReadPDVs(&association.dcmtk->DULassociation, &list, DUL_BLOCK, 0);
    // An answer the state machine gave by itself, as A-ABORT to an unexpected PDU, must not wait.
    stream.flush();
    if (condition != DUL_PDATAPDUARRIVED) return association.explain(condition, "reading a PDU", fault);
    // DCMTK 3.6.7 loses its way among three or more PDVs of different lengths (DUL_NextPDV advances by the length of the
    // wrong one), so only the PDU is taken from it.
    const auto *state = static_cast<PRIVATE_ASSOCIATIONKEY *>(association.dcmtk->DULassociation);
    association.nextPDV = state->fragmentBuffer;
    association.pdvBytes = state->nextPDULength;
    return CDICOM_NETWORK_OK;
}

}  // namespace

int cdicom_association_read_pdv(
    cdicom_association *association, uint32_t timeout_ms, cdicom_pdv *pdv, cdicom_fault *fault) {
    return guarded(fault, [&] {
        if (!association->dcmtk) return fail(fault, CDICOM_NETWORK_INVALID, "no association");
        if (association->pdvBytes == 0)
            if (const int status = readDataPDU(*association, timeout_ms, fault)) return status;

        const uint8_t *item = association->nextPDV;
        const size_t available = association->pdvBytes;
        association->pdvBytes = 0;
        if (available < pdvHeader)
            return fail(fault, CDICOM_NETWORK_PROTOCOL, "reading a PDU: a PDV header does not fit");
        const size_t length = size_t(item[0]) << 24 | size_t(item[1]) << 16 | size_t(item[2]) << 8 | item[3];
        if (length < 2 || length > available - 4)
            return fail(fault, CDICOM_NETWORK_PROTOCOL, "reading a PDU: a PDV of %zu bytes where %zu are left", length,
                        available - 4);
        pdv->context = item[4];
        pdv->is_command = item[5] & 1;
        pdv->is_last = item[5] >> 1 & 1;
        pdv->data = item + pdvHeader;
        pdv->length = length - 2;
        association->nextPDV = item + 4 + length;
        association->pdvBytes = available - 4 - length;
        return static_cast<int>(CDICOM_NETWORK_OK);
    });
}

int cdicom_association_has_input(cdicom_association *association) {
    return association->stream && (association->pdvBytes > 0 || association->stream->hasInput());
}

int cdicom_association_write(
    cdicom_association *association, uint8_t context, int is_command, int is_last,
    const uint8_t *data, size_t length, int flush, cdicom_fault *fault) {
    return guarded(fault, [&] {
        if (!association->dcmtk) return fail(fault, CDICOM_NETWORK_INVALID, "no association");
        if (association->peerMaximumPDU != 0 && association->peerMaximumPDU < dataHeaders + 2)
            return fail(fault, CDICOM_NETWORK_PROTOCOL, "the peer's maximum PDU length of %u leaves no room for data",
                        unsigned(association->peerMaximumPDU));
        const size_t largest = largestFragment(*association);
        do {
            const size_t fragment = std::min(length, largest);
            DUL_PDV pdv{};
            pdv.fragmentLength = fragment;
            pdv.presentationContextID = context;
            pdv.pdvType = is_command ? DUL_COMMANDPDV : DUL_DATASETPDV;
            pdv.lastPDV = is_last && fragment == length;
            pdv.data = const_cast<uint8_t *>(data);
            DUL_PDVLIST list{};
            list.count = 1;
            list.pdv = &pdv;
            const OFCondition condition = DUL_WritePDVs(&association->dcmtk->DULassociation, &list);
            if (condition.bad()) return association->explain(condition, "writing a PDU", fault);
            data += fragment;
            length -= fragment;
        } while (length > 0);
        if (flush && !association->stream->flush()) return association->explainStream("writing a PDU", fault);
        return static_cast<int>(CDICOM_NETWORK_OK);
    });
}

int cdicom_association_release(cdicom_association *association, uint32_t timeout_ms, cdicom_fault *fault) {
    return guarded(fault, [&] {
        if (!association->dcmtk) return fail(fault, CDICOM_NETWORK_INVALID, "no association");
        association->stream->expectWithin(timeout_ms);
        const OFCondition condition = ASC_releaseAssociation(association->dcmtk);
        if (condition.bad()) {
            association->stream->flush();
            return association->explain(condition, "release", fault);
        }
        association->stream->finish(0);
        return static_cast<int>(CDICOM_NETWORK_OK);
    });
}

int cdicom_association_confirm_release(cdicom_association *association, cdicom_fault *fault) {
    return guarded(fault, [&] {
        if (!association->dcmtk) return fail(fault, CDICOM_NETWORK_INVALID, "no association");
        const OFCondition condition = ASC_acknowledgeRelease(association->dcmtk);
        if (condition.bad()) return association->explain(condition, "release", fault);
        association->stream->finish(farewellMilliseconds);
        return association->explainStream("release", fault);
    });
}

void cdicom_association_abort(cdicom_association *association, uint8_t source, uint8_t reason) {
    guarded(nullptr, [&] {
        if (!association->stream) return static_cast<int>(CDICOM_NETWORK_OK);
        // Written here and not by DCMTK, whose abort reads on until the peer closes, whatever it sends.
        const uint8_t pdu[] = {DUL_TYPEABORT, 0, 0, 0, 0, 4, 0, 0, source, reason};
        association->stream->sendLast(pdu, sizeof pdu);
        association->stream->finish(farewellMilliseconds);
        return static_cast<int>(CDICOM_NETWORK_OK);
    });
}

void cdicom_association_interrupt(cdicom_association *association) {
    std::lock_guard lock(association->guard);
    association->interrupted = true;
    if (association->stream) association->stream->interrupt();
}

void cdicom_association_destroy(cdicom_association *association) {
    delete association;
}
