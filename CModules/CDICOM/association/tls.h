#pragma once

#include "cdicom_association.h"
#include "stream.h"

#include <memory>

typedef struct ssl_st SSL;

namespace network {

/// A stream whose bytes travel in TLS records over the same non-blocking socket, under the same deadlines.
class SecureStream final : public Stream {
public:
    SecureStream(int socket, SSL *session);
    ~SecureStream() override;
    bool handshake(bool asServer, std::string &why) override;

protected:
    ssize_t receiveSome(void *bytes, size_t count, Direction &wanted) override;
    ssize_t sendSome(const iovec *parts, int count, Direction &wanted) override;
    bool hasBuffered() override;
    void sayGoodbye() override;

private:
    ssize_t translate(int result, Direction &wanted);

    SSL *session_;
    bool isOpen_ = false;
};

/// A plain or, with `tls`, a secure stream. It takes the socket, unless this throws.
std::unique_ptr<Stream> makeStream(int socket, const cdicom_tls *tls);

}  // namespace network
