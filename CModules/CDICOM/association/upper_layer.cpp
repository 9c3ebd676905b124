#include "upper_layer.h"

#include "fault.h"
#include "negotiation_check.h"
#include "tls.h"

#include <dcmtk/dcmnet/cond.h>
#include <dcmtk/dcmtls/tlslayer.h>
#include <dcmtk/oflog/oflog.h>
#include <dcmtk/ofstd/ofstd.h>
#include <csignal>
#include <netdb.h>
#include <sys/socket.h>

namespace network {

void prepareUpperLayer() {
    static std::once_flag once;
    std::call_once(once, [] {
        // Every failure comes back as a status with a sentence; DCMTK would also print it.
        OFLog::configure(OFLogger::OFF_LOG_LEVEL);
        dcmDisableGethostbyaddr.set(OFTrue);
        std::signal(SIGPIPE, SIG_IGN);
        T_ASC_Network *network = nullptr;
        if (ASC_initializeNetwork(NET_REQUESTOR, 0, 0, &network).good()) ASC_dropNetwork(&network);
    });
}

std::mutex &upperLayerMutex() {
    static std::mutex mutex;
    return mutex;
}

OFCondition StreamConnection::clientSideHandshake() {
    std::string why;
    if (stream_.handshake(asServer_, why)) return EC_Normal;
    return makeOFCondition(OFM_dcmtls, 0, OF_error, ("TLS handshake: " + why).c_str());
}

bool StreamConnection::checkAnswer() {
    if (asServer_ || isAnswerChecked_) return true;
    isAnswerChecked_ = true;
    std::vector<uint8_t> pdu(pduHeader);
    if (!stream_.readFully(pdu.data(), pdu.size())) return false;
    if (pdu[0] == DUL_TYPEASSOCIATEAC) {
        const size_t length = size_t(pdu[2]) << 24 | size_t(pdu[3]) << 16 | size_t(pdu[4]) << 8 | pdu[5];
        if (length > associateLimit) {
            stream_.refuse("an A-ASSOCIATE-AC of " + std::to_string(length) + " bytes");
            return false;
        }
        std::vector<uint8_t> body(length);
        if (!stream_.readFully(body.data(), length)) return false;
        std::string wrong = faultOfAssociateAnswer(body);
        if (!wrong.empty()) {
            stream_.refuse(std::move(wrong));
            return false;
        }
        pdu.insert(pdu.end(), body.begin(), body.end());
    }
    stream_.unread(std::move(pdu));
    return true;
}

OFBool StreamConnection::networkDataAvailable(int) {
    return stream_.waitForInput() && checkAnswer();
}

ssize_t StreamConnection::read(void *bytes, size_t count) {
    const ssize_t got = stream_.read(bytes, count);
    // DCMTK repeats a call that says EINTR, and a stale one would make it do so for ever.
    if (got < 0) errno = EIO;
    return got;
}

ssize_t StreamConnection::write(void *bytes, size_t count) {
    if (stream_.write(bytes, count)) return static_cast<ssize_t>(count);
    errno = EIO;
    return -1;
}

cdicom_role roleOf(DUL_SC_ROLE role) {
    switch (role) {
    case DUL_SC_ROLE_SCU: return CDICOM_ROLE_SCU;
    case DUL_SC_ROLE_SCP: return CDICOM_ROLE_SCP;
    case DUL_SC_ROLE_SCUSCP: return CDICOM_ROLE_BOTH;
    case DUL_SC_ROLE_NONE: case DUL_SC_ROLE_DEFAULT: break;
    }
    return CDICOM_ROLE_DEFAULT;
}

T_ASC_SC_ROLE roleFor(cdicom_role role) {
    switch (role) {
    case CDICOM_ROLE_SCU: return ASC_SC_ROLE_SCU;
    case CDICOM_ROLE_SCP: return ASC_SC_ROLE_SCP;
    case CDICOM_ROLE_BOTH: return ASC_SC_ROLE_SCUSCP;
    case CDICOM_ROLE_DEFAULT: break;
    }
    return ASC_SC_ROLE_DEFAULT;
}

std::string peerAddress(int socket) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    char host[NI_MAXHOST], port[NI_MAXSERV];
    if (getpeername(socket, reinterpret_cast<sockaddr *>(&address), &length) != 0) return "unknown";
    if (address.ss_family == AF_UNIX) return "local";
    if (getnameinfo(reinterpret_cast<sockaddr *>(&address), length, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return "unknown";
    return address.ss_family == AF_INET6 ? "[" + std::string(host) + "]:" + port : std::string(host) + ":" + port;
}

}  // namespace network

using namespace network;

cdicom_association::cdicom_association(const cdicom_association_options &given)
    : options(given), implementationUID(given.implementation_uid), implementationVersion(given.implementation_version) {
    options.implementation_uid = implementationUID.c_str();
    options.implementation_version = implementationVersion.c_str();
}

cdicom_association::~cdicom_association() {
    // DCMTK's connection refers to the stream, which therefore goes last.
    if (dcmtk) ASC_destroyAssociation(&dcmtk);
    if (parameters) ASC_destroyAssociationParameters(&parameters);
    if (dcmtkNetwork) ASC_dropNetwork(&dcmtkNetwork);
}

bool cdicom_association::adopt(std::unique_ptr<Stream> made) {
    std::lock_guard lock(guard);
    stream = std::move(made);
    stream->setWriteTimeout(options.write_ms);
    stream->expectWithin(options.negotiation_ms);
    if (interrupted) stream->interrupt();
    return !interrupted;
}

Context *cdicom_association::context(uint8_t identifier) {
    for (auto &context : contexts)
        if (context.identifier == identifier) return &context;
    return nullptr;
}

void cdicom_association::sayWhoWeAre(T_ASC_Parameters &parameters) const {
    OFStandard::strlcpy(parameters.ourImplementationClassUID, implementationUID.c_str(),
                        sizeof parameters.ourImplementationClassUID);
    OFStandard::strlcpy(parameters.ourImplementationVersionName, implementationVersion.c_str(),
                        sizeof parameters.ourImplementationVersionName);
}

void cdicom_association::readNegotiated(const char *implementation, const char *version) {
    const auto &negotiated = dcmtk->params->DULparams;
    applicationContext = negotiated.applicationContextName;
    peerImplementation = implementation;
    peerVersion = version;
    peerMaximumPDU = static_cast<uint32_t>(negotiated.peerMaxPDU);
}

int cdicom_association::explainStream(const char *during, cdicom_fault *fault) const {
    if (!stream) return fail(fault, CDICOM_NETWORK_CLOSED, "%s: not connected", during);
    const std::string text = stream->failureText();
    switch (stream->failure()) {
    case Failure::none: break;
    case Failure::timedOut: return fail(fault, CDICOM_NETWORK_STALLED, "%s: %s", during, text.c_str());
    case Failure::closed: return fail(fault, CDICOM_NETWORK_CLOSED, "%s: %s", during, text.c_str());
    case Failure::failed: return fail(fault, CDICOM_NETWORK_FAILED, "%s: %s", during, text.c_str());
    case Failure::interrupted: return fail(fault, CDICOM_NETWORK_INTERRUPTED, "%s: %s", during, text.c_str());
    case Failure::malformed: return fail(fault, CDICOM_NETWORK_PROTOCOL, "%s: %s", during, text.c_str());
    }
    return CDICOM_NETWORK_OK;
}

int cdicom_association::explain(const OFCondition &condition, const char *during, cdicom_fault *fault) const {
    if (condition.module() == OFM_dcmtls) return fail(fault, CDICOM_NETWORK_TLS, "%s: %s", during, condition.text());
    // DCMTK calls a closed connection an abort.
    if (const int status = explainStream(during, fault)) return status;
    if (condition == DUL_PEERABORTEDASSOCIATION)
        return fail(fault, CDICOM_NETWORK_ABORTED, "%s: the peer sent A-ABORT", during);
    if (condition == DUL_PEERREQUESTEDRELEASE)
        return fail(fault, CDICOM_NETWORK_RELEASE_REQUESTED, "%s: the peer asks for release", during);
    if (condition == DUL_READTIMEOUT)
        return fail(fault, CDICOM_NETWORK_TIMEOUT, "%s: the peer did nothing within the time allowed", during);
    if (condition == EC_MemoryExhausted) return fail(fault, CDICOM_NETWORK_NO_MEMORY, "%s: out of memory", during);
    return fail(fault, CDICOM_NETWORK_PROTOCOL, "%s: %s", during, condition.text());
}

// MARK: - What was negotiated

const char *cdicom_association_calling(const cdicom_association *association) {
    return association->calling.c_str();
}

const char *cdicom_association_called(const cdicom_association *association) {
    return association->called.c_str();
}

const char *cdicom_association_peer(const cdicom_association *association) {
    return association->peer.c_str();
}

const char *cdicom_association_application_context(const cdicom_association *association) {
    return association->applicationContext.c_str();
}

const char *cdicom_association_peer_implementation(const cdicom_association *association) {
    return association->peerImplementation.c_str();
}

const char *cdicom_association_peer_version(const cdicom_association *association) {
    return association->peerVersion.c_str();
}

uint32_t cdicom_association_peer_maximum_pdu(const cdicom_association *association) {
    return association->peerMaximumPDU;
}

size_t cdicom_association_context_count(const cdicom_association *association) {
    return association->contexts.size();
}

int cdicom_association_context(const cdicom_association *association, size_t index, cdicom_context *context) {
    if (index >= association->contexts.size()) return CDICOM_NETWORK_INVALID;
    const auto &found = association->contexts[index];
    *context = {};
    context->identifier = found.identifier;
    context->result = found.result;
    context->proposed_role = static_cast<uint8_t>(found.proposedRole);
    context->accepted_role = static_cast<uint8_t>(found.acceptedRole);
    context->abstract_syntax = found.abstractSyntax.c_str();
    context->transfer_syntax = found.acceptedSyntax.c_str();
    context->transfer_syntax_count = found.transferSyntaxes.size();
    return CDICOM_NETWORK_OK;
}

const char *cdicom_association_proposed_syntax(const cdicom_association *association, size_t context, size_t index) {
    if (context >= association->contexts.size()) return nullptr;
    const auto &syntaxes = association->contexts[context].transferSyntaxes;
    return index < syntaxes.size() ? syntaxes[index].c_str() : nullptr;
}
