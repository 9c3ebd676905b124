#include "fault.h"
#include "negotiation_check.h"
#include "tls.h"
#include "upper_layer.h"

#include <unistd.h>

using namespace network;

namespace {

/// How long an end that has said its last word waits for the other to close.
constexpr uint32_t farewellMilliseconds = 1000;

/// The whole A-ASSOCIATE-RQ, header included, once it is known to be harmless. Anything else ends in A-ABORT.
int readRequest(cdicom_association &association, std::vector<uint8_t> &pdu, cdicom_fault *fault) {
    Stream &stream = *association.stream;
    const auto refuse = [&](uint8_t reason, const std::string &why) {
        cdicom_association_abort(&association, 2, reason);
        return fail(fault, CDICOM_NETWORK_PROTOCOL, "negotiation: %s", why.c_str());
    };
    pdu.resize(pduHeader);
    if (!stream.readFully(pdu.data(), pduHeader)) return association.explainStream("negotiation", fault);
    if (pdu[0] == DUL_TYPEABORT) return fail(fault, CDICOM_NETWORK_ABORTED, "negotiation: the peer sent A-ABORT");
    if (pdu[0] < DUL_TYPEASSOCIATERQ || pdu[0] > DUL_MAXTYPE)
        return refuse(DUL_ABORTUNRECOGNIZEDPDU, "what the peer sends is not DICOM");
    if (pdu[0] != DUL_TYPEASSOCIATERQ)
        return refuse(DUL_ABORTUNEXPECTEDPDU, "PDU type " + std::to_string(pdu[0]) + " before A-ASSOCIATE-RQ");

    const size_t length = size_t(pdu[2]) << 24 | size_t(pdu[3]) << 16 | size_t(pdu[4]) << 8 | pdu[5];
    if (length > associateLimit)
        return refuse(DUL_ABORTINVALIDPDUPARAM, "an A-ASSOCIATE-RQ of " + std::to_string(length) + " bytes");
    std::vector<uint8_t> body(length);
    if (!stream.readFully(body.data(), length)) return association.explainStream("negotiation", fault);
    const std::string wrong = faultOfAssociateRequest(body);
    if (!wrong.empty()) return refuse(DUL_ABORTINVALIDPDUPARAM, wrong);
    pdu.insert(pdu.end(), body.begin(), body.end());
    return CDICOM_NETWORK_OK;
}

/// Makes an acceptor of DCMTK's whose only connection is the stream we have.
class AcceptorLayer final : public DcmTransportLayer {
public:
    explicit AcceptorLayer(Stream &stream) : stream_(stream) {}
    DcmTransportConnection *createConnection(DcmNativeSocketType socket, OFBool) override {
        return new StreamConnection(socket, stream_, true);
    }

private:
    Stream &stream_;
};

/// Lets DCMTK read the request from the bytes the stream was given back. DCMTK takes an accepted socket through a global
/// variable only, hence the lock; nothing can block under it, because all it reads is in memory.
OFCondition negotiate(cdicom_association &association) {
    std::lock_guard lock(upperLayerMutex());
    dcmExternalSocketHandle.set(association.socket);
    const int seconds = static_cast<int>(association.options.negotiation_ms / 1000) + 1;
    OFCondition condition = ASC_initializeNetwork(NET_ACCEPTOR, 0, seconds, &association.dcmtkNetwork);
    if (condition.good())
        condition = ASC_setTransportLayer(association.dcmtkNetwork, new AcceptorLayer(*association.stream), 1);
    if (condition.good())
        condition = ASC_receiveAssociation(
            association.dcmtkNetwork, &association.dcmtk, static_cast<long>(association.options.maximum_pdu_length));
    dcmExternalSocketHandle.set(-1);
    return condition;
}

void readContexts(cdicom_association &association) {
    LST_HEAD **list = &association.dcmtk->params->DULparams.requestedPresentationContext;
    if (!*list) return;
    auto *proposed = reinterpret_cast<DUL_PRESENTATIONCONTEXT *>(LST_Head(list));
    LST_Position(list, reinterpret_cast<LST_NODE *>(proposed));
    for (; proposed; proposed = reinterpret_cast<DUL_PRESENTATIONCONTEXT *>(LST_Next(list))) {
        Context context;
        context.identifier = proposed->presentationContextID;
        context.abstractSyntax = proposed->abstractSyntax;
        context.proposedRole = roleOf(proposed->proposedSCRole);
        context.result = ASC_P_ABSTRACTSYNTAXNOTSUPPORTED;
        LST_HEAD **syntaxes = &proposed->proposedTransferSyntax;
        auto *syntax = reinterpret_cast<DUL_TRANSFERSYNTAX *>(LST_Head(syntaxes));
        LST_Position(syntaxes, reinterpret_cast<LST_NODE *>(syntax));
        for (; syntax; syntax = reinterpret_cast<DUL_TRANSFERSYNTAX *>(LST_Next(syntaxes)))
            context.transferSyntaxes.emplace_back(syntax->transferSyntax);
        association.contexts.push_back(std::move(context));
    }
}

}  // namespace

int cdicom_association_adopt(
    int connection, const cdicom_tls *tls, const cdicom_association_options *options,
    cdicom_association **association, cdicom_fault *fault) {
    bool isTaken = false;
    const int status = guarded(fault, [&] {
        prepareUpperLayer();
        auto made = std::make_unique<cdicom_association>(*options);
        made->tls = tls;
        made->socket = connection;
        made->peer = peerAddress(connection);
        auto stream = makeStream(connection, tls);
        isTaken = true;
        made->adopt(std::move(stream));
        *association = made.release();
        return static_cast<int>(CDICOM_NETWORK_OK);
    });
    if (status != CDICOM_NETWORK_OK && !isTaken) ::close(connection);
    return status;
}

int cdicom_association_receive(cdicom_association *association, cdicom_fault *fault) {
    return guarded(fault, [&] {
        association->stream->expectWithin(association->options.negotiation_ms);
        std::string why;
        if (!association->stream->handshake(true, why)) {
            association->explainStream("TLS handshake", fault);
            return fail(fault, CDICOM_NETWORK_TLS, "TLS handshake: %s", why.c_str());
        }
        std::vector<uint8_t> request;
        if (const int status = readRequest(*association, request, fault)) return status;
        association->stream->unread(std::move(request));

        const OFCondition condition = negotiate(*association);
        if (condition.bad()) {
            // DCMTK answers an unknown protocol version by itself (PS3.8 9.3.4, source 2 reason 2).
            const int status = association->explain(condition, "negotiation", fault);
            if (association->dcmtk && condition.code() == DULC_UNSUPPORTEDPEERPROTOCOL)
                association->stream->finish(farewellMilliseconds);
            else
                cdicom_association_abort(association, 2, DUL_ABORTINVALIDPDUPARAM);
            return status;
        }
        T_ASC_Parameters &parameters = *association->dcmtk->params;
        association->calling = parameters.DULparams.callingAPTitle;
        association->called = parameters.DULparams.calledAPTitle;
        association->sayWhoWeAre(parameters);
        association->readNegotiated(parameters.theirImplementationClassUID, parameters.theirImplementationVersionName);
        readContexts(*association);
        return static_cast<int>(CDICOM_NETWORK_OK);
    });
}

int cdicom_association_accept_context(
    cdicom_association *association, uint8_t identifier, const char *transfer_syntax, cdicom_role role) {
    return guarded(nullptr, [&] {
        Context *context = association->context(identifier);
        if (!context) return static_cast<int>(CDICOM_NETWORK_INVALID);
        context->result = ASC_P_ACCEPTANCE;
        context->acceptedSyntax = transfer_syntax;
        context->acceptedRole = context->proposedRole == CDICOM_ROLE_DEFAULT ? CDICOM_ROLE_DEFAULT : role;
        return static_cast<int>(CDICOM_NETWORK_OK);
    });
}

int cdicom_association_refuse_context(cdicom_association *association, uint8_t identifier, uint8_t result) {
    Context *context = association->context(identifier);
    if (!context || result < ASC_P_USERREJECTION || result > ASC_P_TRANSFERSYNTAXESNOTSUPPORTED)
        return CDICOM_NETWORK_INVALID;
    context->result = result;
    return CDICOM_NETWORK_OK;
}

int cdicom_association_acknowledge(cdicom_association *association, cdicom_fault *fault) {
    return guarded(fault, [&] {
        if (!association->dcmtk) return fail(fault, CDICOM_NETWORK_INVALID, "no request was received");
        T_ASC_Parameters *parameters = association->dcmtk->params;
        for (const Context &context : association->contexts) {
            const OFCondition condition =
                context.result == ASC_P_ACCEPTANCE
                    ? ASC_acceptPresentationContext(parameters, context.identifier, context.acceptedSyntax.c_str(),
                                                    roleFor(context.acceptedRole))
                    : ASC_refusePresentationContext(parameters, context.identifier,
                                                    static_cast<T_ASC_P_ResultReason>(context.result));
            if (condition.bad()) return association->explain(condition, "negotiation", fault);
        }
        const OFCondition condition = ASC_acknowledgeAssociation(association->dcmtk);
        if (condition.bad()) return association->explain(condition, "negotiation", fault);
        return association->stream->flush() ? static_cast<int>(CDICOM_NETWORK_OK)
                                            : association->explainStream("A-ASSOCIATE-AC", fault);
    });
}

int cdicom_association_reject(
    cdicom_association *association, uint8_t result, uint8_t source, uint8_t reason, cdicom_fault *fault) {
    return guarded(fault, [&] {
        if (!association->dcmtk) return fail(fault, CDICOM_NETWORK_INVALID, "no request was received");
        const T_ASC_RejectParameters parameters{
            static_cast<T_ASC_RejectParametersResult>(result), static_cast<T_ASC_RejectParametersSource>(source),
            static_cast<T_ASC_RejectParametersReason>(source << 8 | reason)};
        const OFCondition condition = ASC_rejectAssociation(association->dcmtk, &parameters);
        if (condition.bad()) return association->explain(condition, "A-ASSOCIATE-RJ", fault);
        association->stream->finish(farewellMilliseconds);
        return association->explainStream("A-ASSOCIATE-RJ", fault);
    });
}
