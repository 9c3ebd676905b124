#include "fault.h"
#include "tls.h"
#include "upper_layer.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

using namespace network;

namespace {

constexpr int bufferSize = 1 << 20;

/// Makes our stream of the socket that DCMTK has connected.
class RequestorLayer final : public DcmTransportLayer {
public:
    explicit RequestorLayer(cdicom_association &association) : association_(association) {}

    DcmTransportConnection *createConnection(DcmNativeSocketType socket, OFBool) override {
        try {
            setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &bufferSize, sizeof bufferSize);
            setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &bufferSize, sizeof bufferSize);
            association_.adopt(makeStream(socket, association_.tls));
            return new StreamConnection(socket, *association_.stream, false);
        } catch (...) {
            return nullptr;
        }
    }

private:
    cdicom_association &association_;
};

/// DCMTK connects to IPv4 only, and holds an address of 63 characters: names are resolved here.
int resolve(const char *host, uint16_t port, std::string &address, cdicom_fault *fault) {
    addrinfo hints{}, *found = nullptr;
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    const int failure = getaddrinfo(host, nullptr, &hints, &found);
    if (failure != 0) return fail(fault, CDICOM_NETWORK_UNREACHABLE, "cannot resolve %s: %s", host, gai_strerror(failure));
    char text[INET_ADDRSTRLEN] = "";
    inet_ntop(AF_INET, &reinterpret_cast<sockaddr_in *>(found->ai_addr)->sin_addr, text, sizeof text);
    freeaddrinfo(found);
    address = std::string(text) + ":" + std::to_string(port);
    return CDICOM_NETWORK_OK;
}

/// What the peer made of each proposal. A transfer syntax that was never offered counts as a refusal.
void readAnswers(cdicom_association &association) {
    LST_HEAD **list = &association.dcmtk->params->DULparams.acceptedPresentationContext;
    if (!*list) return;
    auto *answer = reinterpret_cast<DUL_PRESENTATIONCONTEXT *>(LST_Head(list));
    LST_Position(list, reinterpret_cast<LST_NODE *>(answer));
    for (; answer; answer = reinterpret_cast<DUL_PRESENTATIONCONTEXT *>(LST_Next(list))) {
        Context *context = association.context(answer->presentationContextID);
        if (!context) continue;
        context->result = answer->result;
        if (answer->result != ASC_P_ACCEPTANCE) continue;
        context->result = ASC_P_TRANSFERSYNTAXESNOTSUPPORTED;
        for (const std::string &proposed : context->transferSyntaxes)
            if (proposed == answer->acceptedTransferSyntax) {
                context->result = ASC_P_ACCEPTANCE;
                context->acceptedSyntax = proposed;
                context->acceptedRole = roleOf(answer->acceptedSCRole);
            }
    }
}

int rejected(const cdicom_association &association, cdicom_fault *fault) {
    const auto &answer = association.dcmtk->params->DULparams;
    T_ASC_RejectParameters parameters{};
    ASC_getRejectParameters(association.dcmtk->params, &parameters);
    OFString text;
    ASC_printRejectParameters(text, &parameters);
    for (char &character : text)
        if (character == '\n') character = ' ';
    fail(fault, CDICOM_NETWORK_REJECTED, "the peer rejects the association: %s", text.c_str());
    if (fault) {
        fault->result = static_cast<uint8_t>(answer.result);
        fault->source = static_cast<uint8_t>(answer.resultSource);
        fault->reason = static_cast<uint8_t>(answer.diagnostic);
    }
    return CDICOM_NETWORK_REJECTED;
}

}  // namespace

int cdicom_association_create(
    const char *calling, const char *called, const cdicom_association_options *options,
    cdicom_association **association, cdicom_fault *fault) {
    return guarded(fault, [&] {
        prepareUpperLayer();
        auto made = std::make_unique<cdicom_association>(*options);
        made->calling = calling;
        made->called = called;
        OFCondition condition =
            ASC_createAssociationParameters(&made->parameters, static_cast<long>(options->maximum_pdu_length));
        if (condition.good()) condition = ASC_setAPTitles(made->parameters, calling, called, nullptr);
        if (condition.bad()) return made->explain(condition, "association", fault);
        made->sayWhoWeAre(*made->parameters);
        *association = made.release();
        return static_cast<int>(CDICOM_NETWORK_OK);
    });
}

int cdicom_association_propose(
    cdicom_association *association, uint8_t identifier, const char *abstract_syntax,
    const char *const *transfer_syntaxes, size_t count, cdicom_role role, cdicom_fault *fault) {
    return guarded(fault, [&] {
        if (!association->parameters) return fail(fault, CDICOM_NETWORK_INVALID, "too late to propose a context");
        Context context;
        context.identifier = identifier;
        context.abstractSyntax = abstract_syntax;
        context.proposedRole = role;
        context.transferSyntaxes.assign(transfer_syntaxes, transfer_syntaxes + count);
        const OFCondition condition = ASC_addPresentationContext(
            association->parameters, identifier, abstract_syntax, const_cast<const char **>(transfer_syntaxes),
            static_cast<int>(count), roleFor(role));
        if (condition.bad()) return fail(fault, CDICOM_NETWORK_INVALID, "%s", condition.text());
        association->contexts.push_back(std::move(context));
        return static_cast<int>(CDICOM_NETWORK_OK);
    });
}

int cdicom_association_request(
    cdicom_association *association, const char *host, uint16_t port, const cdicom_tls *tls, cdicom_fault *fault) {
    return guarded(fault, [&] {
        if (!association->parameters) return fail(fault, CDICOM_NETWORK_INVALID, "already requested");
        std::string address;
        if (const int status = resolve(host, port, address, fault)) return status;
        association->peer = address;
        association->tls = tls;
        const int seconds = static_cast<int>((association->options.negotiation_ms + 999) / 1000);
        {
            std::lock_guard lock(upperLayerMutex());
            const OFCondition condition = ASC_initializeNetwork(NET_REQUESTOR, 0, seconds, &association->dcmtkNetwork);
            if (condition.bad()) return association->explain(condition, "network", fault);
            // One for the process: the last request decides for all that connect at this moment.
            dcmConnectionTimeout.set(seconds);
        }
        ASC_setTransportLayer(association->dcmtkNetwork, new RequestorLayer(*association), 1);
        ASC_setPresentationAddresses(association->parameters, "", address.c_str());

        const OFCondition condition = ASC_requestAssociation(
            association->dcmtkNetwork, association->parameters, &association->dcmtk, nullptr, nullptr, DUL_NOBLOCK, seconds);
        if (association->dcmtk) association->parameters = nullptr;
        if (condition == DUL_ASSOCIATIONREJECTED) return rejected(*association, fault);
        if (condition.bad()) {
            if (association->stream) {
                const int status = association->explain(condition, "negotiation", fault);
                if (status == CDICOM_NETWORK_PROTOCOL)
                    cdicom_association_abort(association, 2, DUL_ABORTINVALIDPDUPARAM);
                return status;
            }
            return fail(fault, CDICOM_NETWORK_UNREACHABLE, "cannot connect to %s: %s", address.c_str(), condition.text());
        }
        const T_ASC_Parameters &parameters = *association->dcmtk->params;
        association->readNegotiated(parameters.theirImplementationClassUID, parameters.theirImplementationVersionName);
        readAnswers(*association);
        return static_cast<int>(CDICOM_NETWORK_OK);
    });
}
