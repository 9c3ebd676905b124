#include "tls.h"

#include "fault.h"
#include "upper_layer.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmtls/tlslayer.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdexcept>

/// DCMTK knows the profiles of PS3.15 and how to read keys; of its transport only the OpenSSL context is used.
struct cdicom_tls {
    DcmTLSTransportLayer layer{NET_ACCEPTORREQUESTOR, nullptr, OFFalse};
};

namespace network {

namespace {

std::string opensslError() {
    const unsigned long code = ERR_get_error();
    char text[200] = "no reason given";
    if (code) ERR_error_string_n(code, text, sizeof text);
    ERR_clear_error();
    return text;
}

}  // namespace

SecureStream::SecureStream(int socket, SSL *session) : Stream(socket), session_(session) {
    SSL_set_fd(session_, socket);
    // The caller's buffer may move between two attempts to send it, and a part of it may go out.
    SSL_set_mode(session_, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

SecureStream::~SecureStream() {
    SSL_free(session_);
}

bool SecureStream::handshake(bool asServer, std::string &why) {
    while (!isInterrupted()) {
        ERR_clear_error();
        const int result = asServer ? SSL_accept(session_) : SSL_connect(session_);
        if (result == 1) return isOpen_ = true;
        Direction wanted = Direction::input;
        if (translate(result, wanted) == 0) errno = ECONNRESET;
        if (errno == EAGAIN) {
            if (wait(wanted, deadline())) continue;
            why = failureText();
            return false;
        }
        const long verdict = SSL_get_verify_result(session_);
        why = verdict != X509_V_OK ? X509_verify_cert_error_string(verdict) : opensslError();
        return Stream::fail(Failure::closed);
    }
    why = "interrupted by this end";
    return Stream::fail(Failure::interrupted);
}

/// Gives OpenSSL's answer the form of recv(2). Leaves OpenSSL's error queue to the handshake, which explains itself.
ssize_t SecureStream::translate(int result, Direction &wanted) {
    switch (SSL_get_error(session_, result)) {
    case SSL_ERROR_WANT_READ:
        wanted = Direction::input;
        errno = EAGAIN;
        return -1;
    case SSL_ERROR_WANT_WRITE:
        wanted = Direction::output;
        errno = EAGAIN;
        return -1;
    case SSL_ERROR_ZERO_RETURN:
        return 0;
    case SSL_ERROR_SYSCALL:
        if (errno == 0 || errno == EAGAIN) return 0;
        return -1;
    default:
        errno = EPROTO;
        return -1;
    }
}

ssize_t SecureStream::receiveSome(void *bytes, size_t count, Direction &wanted) {
    ERR_clear_error();
    errno = 0;
    size_t got = 0;
    const int result = SSL_read_ex(session_, bytes, count, &got);
    return result == 1 ? static_cast<ssize_t>(got) : translate(result, wanted);
}

ssize_t SecureStream::sendSome(const iovec *parts, int count, Direction &wanted) {
    while (count > 1 && parts->iov_len == 0) parts++, count--;
    ERR_clear_error();
    errno = 0;
    size_t sent = 0;
    const int result = SSL_write_ex(session_, parts->iov_base, parts->iov_len, &sent);
    if (result == 1) return static_cast<ssize_t>(sent);
    const ssize_t outcome = translate(result, wanted);
    if (outcome == 0) errno = EPIPE;
    return -1;
}

bool SecureStream::hasBuffered() {
    return SSL_has_pending(session_) == 1;
}

void SecureStream::sayGoodbye() {
    if (isOpen_ && failure() == Failure::none) SSL_shutdown(session_);
    isOpen_ = false;
    ERR_clear_error();
}

std::unique_ptr<Stream> makeStream(int socket, const cdicom_tls *tls) {
    if (!tls) return std::make_unique<Stream>(socket);
    SSL *session = SSL_new(const_cast<cdicom_tls *>(tls)->layer.getNativeHandle());
    if (!session) throw std::runtime_error("OpenSSL makes no session: " + opensslError());
    return std::make_unique<SecureStream>(socket, session);
}

}  // namespace network

using namespace network;

int cdicom_tls_create(
    const char *certificate, const char *key, const char *authorities, cdicom_verification verification,
    cdicom_tls **tls, cdicom_fault *fault) {
    return guarded(fault, [&] {
        prepareUpperLayer();
        auto made = std::make_unique<cdicom_tls>();
        auto &layer = made->layer;
        SSL_CTX *context = layer.getNativeHandle();
        if (!context) return network::fail(fault, CDICOM_NETWORK_TLS, "OpenSSL makes no context");

        const auto bad = [&](const char *what, const char *path, OFCondition condition) {
            return network::fail(fault, CDICOM_NETWORK_TLS, "%s %s: %s", what, path, condition.text());
        };
        OFCondition condition = layer.setTLSProfile(TSP_Profile_BCP195_ND);
        if (condition.good()) condition = layer.activateCipherSuites();
        if (condition.bad()) return bad("cipher suites of", "BCP 195", condition);
        // DCMTK lowers the level to 0 to allow suites without encryption, which this profile has none of.
        SSL_CTX_set_security_level(context, 2);
        SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
        // Many peers close without a TLS alert. Nothing is lost by that: DICOM says itself where an association ends.
        SSL_CTX_set_options(context, SSL_OP_IGNORE_UNEXPECTED_EOF);

        if (certificate && key) {
            condition = layer.setPrivateKeyFile(key, DCF_Filetype_PEM);
            if (condition.bad()) return bad("private key", key, condition);
            condition = layer.setCertificateFile(certificate, DCF_Filetype_PEM);
            if (condition.bad()) return bad("certificate", certificate, condition);
            if (!layer.checkPrivateKeyMatchesCertificate())
                return network::fail(fault, CDICOM_NETWORK_TLS, "the key %s does not belong to %s", key, certificate);
        }
        if (authorities) {
            condition = layer.addTrustedCertificateFile(authorities, DCF_Filetype_PEM);
            if (condition.bad()) return bad("trusted certificates", authorities, condition);
        }
        layer.setCertificateVerification(
            verification == CDICOM_VERIFY_REQUIRED   ? DCV_requireCertificate
            : verification == CDICOM_VERIFY_IF_SHOWN ? DCV_checkCertificate
                                                     : DCV_ignoreCertificate);
        *tls = made.release();
        return static_cast<int>(CDICOM_NETWORK_OK);
    });
}

void cdicom_tls_destroy(cdicom_tls *tls) {
    delete tls;
}
