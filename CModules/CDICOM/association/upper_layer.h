#pragma once

#include "cdicom_association.h"
#include "stream.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmnet/assoc.h>
#include <dcmtk/dcmnet/dcmlayer.h>
#include <dcmtk/dcmnet/dcmtrans.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace network {

/// What DCMTK needs once in a process: its state table, no reverse DNS, no log output. Safe from any thread.
void prepareUpperLayer();

/// Held wherever DCMTK reads or writes its global variables.
std::mutex &upperLayerMutex();

/// Hands DCMTK a stream that lives elsewhere. Whatever DCMTK closes is closed with the association instead.
class StreamConnection final : public DcmTransportConnection {
public:
    StreamConnection(int socket, Stream &stream, bool asServer)
        : DcmTransportConnection(socket), stream_(stream), asServer_(asServer) {}

    OFCondition serverSideHandshake() override { return EC_Normal; }
    OFCondition clientSideHandshake() override;
    OFCondition renegotiate(const char *) override { return EC_IllegalCall; }
    ssize_t read(void *bytes, size_t count) override;
    ssize_t write(void *bytes, size_t count) override;
    void close() override {}
    void closeTransportConnection() override {}
    unsigned long getPeerCertificateLength() override { return 0; }
    unsigned long getPeerCertificate(void *, unsigned long) override { return 0; }
    OFBool networkDataAvailable(int) override;
    OFBool isTransparentConnection() override { return OFTrue; }
    OFString &dumpConnectionParameters(OFString &text) override { return text; }

private:
    /// Looks at the first PDU a requestor is sent, before DCMTK does.
    bool checkAnswer();

    Stream &stream_;
    bool asServer_;
    bool isAnswerChecked_ = false;
};

struct Context {
    uint8_t identifier;
    std::string abstractSyntax;
    std::vector<std::string> transferSyntaxes;
    cdicom_role proposedRole = CDICOM_ROLE_DEFAULT;
    cdicom_role acceptedRole = CDICOM_ROLE_DEFAULT;
    uint8_t result = 255;
    std::string acceptedSyntax;
};

cdicom_role roleOf(DUL_SC_ROLE role);
T_ASC_SC_ROLE roleFor(cdicom_role role);

/// "192.0.2.7:104" or "[2001:db8::7]:104" of the other end of a socket.
std::string peerAddress(int socket);

}  // namespace network

struct cdicom_association {
    cdicom_association(const cdicom_association_options &options);
    ~cdicom_association();

    cdicom_association_options options;  ///< with the two strings below
    std::string implementationUID, implementationVersion;
    const cdicom_tls *tls = nullptr;
    int socket = -1;

    std::mutex guard;  ///< of `stream` coming into being while another thread interrupts
    bool interrupted = false;
    std::unique_ptr<network::Stream> stream;

    T_ASC_Network *dcmtkNetwork = nullptr;
    T_ASC_Parameters *parameters = nullptr;  ///< until `dcmtk` owns them
    T_ASC_Association *dcmtk = nullptr;

    std::string calling, called, peer, applicationContext, peerImplementation, peerVersion;
    uint32_t peerMaximumPDU = 0;
    const uint8_t *nextPDV = nullptr;  ///< in DCMTK's PDU buffer, with so many bytes left
    size_t pdvBytes = 0;
    std::vector<network::Context> contexts;

    /// Gives the association its stream, unless another thread has already interrupted it.
    bool adopt(std::unique_ptr<network::Stream> made);
    network::Context *context(uint8_t identifier);
    void sayWhoWeAre(T_ASC_Parameters &parameters) const;
    /// Takes over implementation and limits of the peer from DCMTK.
    void readNegotiated(const char *implementation, const char *version);
    /// Turns a failed DCMTK call into a status: what happened on the stream counts more than DCMTK's words for it.
    int explain(const OFCondition &condition, const char *during, cdicom_fault *fault) const;
    int explainStream(const char *during, cdicom_fault *fault) const;
};
