#ifndef YIGONG_CDICOM_ASSOCIATION_H
#define YIGONG_CDICOM_ASSOCIATION_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The DICOM upper layer (PS3.8): association control is DCMTK's, sockets, deadlines and TLS records are ours.
/// Every call blocks its thread, for at most the time its deadline says. A handle belongs to one thread, except for
/// the two calls said to be safe from any: cdicom_listener_stop and cdicom_association_interrupt.

/// What a network function returns: zero, or why not.
typedef enum {
    CDICOM_NETWORK_OK = 0,
    CDICOM_NETWORK_TIMEOUT = -1,           ///< nothing arrived; between PDUs the association is still usable
    CDICOM_NETWORK_CLOSED = -2,            ///< the peer closed the transport without release or abort
    CDICOM_NETWORK_ABORTED = -3,           ///< A-ABORT arrived
    CDICOM_NETWORK_RELEASE_REQUESTED = -4, ///< A-RELEASE-RQ arrived; answer with cdicom_association_confirm_release
    CDICOM_NETWORK_PROTOCOL = -5,          ///< the peer's bytes contradict PS3.8
    CDICOM_NETWORK_REJECTED = -6,          ///< A-ASSOCIATE-RJ arrived
    CDICOM_NETWORK_INTERRUPTED = -7,       ///< cdicom_association_interrupt or cdicom_listener_stop was called
    CDICOM_NETWORK_UNREACHABLE = -8,       ///< no such host, connection refused, address in use
    CDICOM_NETWORK_TLS = -9,               ///< certificate, key or handshake
    CDICOM_NETWORK_INVALID = -10,          ///< the caller's arguments
    CDICOM_NETWORK_NO_MEMORY = -11,
    CDICOM_NETWORK_FAILED = -12,           ///< the operating system said no; the message has its words
    CDICOM_NETWORK_STALLED = -13           ///< the peer stopped in the middle of a PDU, or no longer reads
} cdicom_network_status;

/// Says more about a status that is not zero. May be NULL wherever it is asked for.
typedef struct {
    char message[256];  ///< one English sentence
    uint8_t result;     ///< of an A-ASSOCIATE-RJ (PS3.8 Table 9-21): 1 permanent, 2 transient
    uint8_t source;     ///< of an A-ASSOCIATE-RJ
    uint8_t reason;     ///< of an A-ASSOCIATE-RJ
} cdicom_fault;

// MARK: - TLS

/// Key, certificate and trust of one end (PS3.15 B.9, BCP 195). Immutable once made, shared by any number of associations.
typedef struct cdicom_tls cdicom_tls;

typedef enum {
    CDICOM_VERIFY_REQUIRED,   ///< the peer must show a certificate that one of the trusted ones signed
    CDICOM_VERIFY_IF_SHOWN,   ///< a certificate that is shown must be good
    CDICOM_VERIFY_NONE
} cdicom_verification;

/// Reads PEM files. `certificate` and `key` may both be NULL for a requestor without identity; `authorities` may be
/// NULL if nothing is verified.
int cdicom_tls_create(
    const char *certificate, const char *key, const char *authorities, cdicom_verification verification,
    cdicom_tls **tls, cdicom_fault *fault);
void cdicom_tls_destroy(cdicom_tls *tls);

// MARK: - Listening

typedef struct cdicom_listener cdicom_listener;

/// Binds and listens. `host` is a name or an address of IPv4 or IPv6; port 0 asks for a free one.
int cdicom_listener_open(const char *host, uint16_t port, cdicom_listener **listener, cdicom_fault *fault);
uint16_t cdicom_listener_port(const cdicom_listener *listener);

/// Waits for a connection and returns its socket, which cdicom_association_receive or cdicom_socket_close must take.
/// A failure that concerns one connection or a shortage of descriptors is waited out, never returned.
int cdicom_listener_accept(cdicom_listener *listener, int *connection, cdicom_fault *fault);

/// Makes a waiting and every later cdicom_listener_accept close the port and return CDICOM_NETWORK_INTERRUPTED. Safe from
/// any thread.
void cdicom_listener_stop(cdicom_listener *listener);
void cdicom_listener_destroy(cdicom_listener *listener);
void cdicom_socket_close(int connection);

// MARK: - Associations

typedef struct cdicom_association cdicom_association;

typedef struct {
    uint32_t negotiation_ms;         ///< connect, TLS handshake and A-ASSOCIATE, all together (ARTIM, PS3.8 9.1.5)
    uint32_t pdu_ms;                 ///< a PDU that has begun must end within this
    uint32_t write_ms;               ///< a peer that reads nothing for this long is given up
    uint32_t maximum_pdu_length;     ///< that we receive: 4096 … 131072
    const char *implementation_uid;  ///< (PS3.7 D.3.3.2)
    const char *implementation_version;
} cdicom_association_options;

/// Roles of the requestor in SCP/SCU Role Selection (PS3.7 D.3.3.4).
typedef enum {
    CDICOM_ROLE_DEFAULT = 0,  ///< not negotiated: the requestor is SCU
    CDICOM_ROLE_SCU = 1,
    CDICOM_ROLE_SCP = 2,
    CDICOM_ROLE_BOTH = 3
} cdicom_role;

/// A presentation context. Strings live as long as the association.
typedef struct {
    uint8_t identifier;
    uint8_t result;                ///< (PS3.8 Table 9-18): 0 accepted … 4, or 255 before it is known
    uint8_t proposed_role;         ///< cdicom_role
    uint8_t accepted_role;         ///< cdicom_role
    const char *abstract_syntax;
    const char *transfer_syntax;   ///< the accepted one, or ""
    size_t transfer_syntax_count;  ///< proposed ones
} cdicom_context;

/// An acceptor's end over a connected socket, which is closed with it, or at once on failure.
int cdicom_association_adopt(
    int connection, const cdicom_tls *tls, const cdicom_association_options *options,
    cdicom_association **association, cdicom_fault *fault);

/// Completes TLS, if the association was adopted with it, and reads the A-ASSOCIATE-RQ, which is checked against
/// PS3.8 9.3.2 before DCMTK sees it. What cannot be understood is answered with A-ABORT.
int cdicom_association_receive(cdicom_association *association, cdicom_fault *fault);

/// Accepts one proposed context; those never named are refused with `result` 3 (abstract syntax) or as set by
/// cdicom_association_refuse_context.
int cdicom_association_accept_context(
    cdicom_association *association, uint8_t identifier, const char *transfer_syntax, cdicom_role role);
int cdicom_association_refuse_context(cdicom_association *association, uint8_t identifier, uint8_t result);

/// Sends A-ASSOCIATE-AC.
int cdicom_association_acknowledge(cdicom_association *association, cdicom_fault *fault);

/// Sends A-ASSOCIATE-RJ (PS3.8 Table 9-21) and waits a moment for the peer to close.
int cdicom_association_reject(
    cdicom_association *association, uint8_t result, uint8_t source, uint8_t reason, cdicom_fault *fault);

/// A requestor's end, not yet connected.
int cdicom_association_create(
    const char *calling, const char *called, const cdicom_association_options *options,
    cdicom_association **association, cdicom_fault *fault);

/// Adds a context to propose: identifiers are odd, 1 … 255.
int cdicom_association_propose(
    cdicom_association *association, uint8_t identifier, const char *abstract_syntax,
    const char *const *transfer_syntaxes, size_t count, cdicom_role role, cdicom_fault *fault);

/// Connects (IPv4), completes TLS if `tls` is not NULL, sends A-ASSOCIATE-RQ and reads the answer.
int cdicom_association_request(
    cdicom_association *association, const char *host, uint16_t port, const cdicom_tls *tls, cdicom_fault *fault);

// What was negotiated.
const char *cdicom_association_calling(const cdicom_association *association);
const char *cdicom_association_called(const cdicom_association *association);
const char *cdicom_association_peer(const cdicom_association *association);  ///< numeric address and port
const char *cdicom_association_application_context(const cdicom_association *association);
const char *cdicom_association_peer_implementation(const cdicom_association *association);
const char *cdicom_association_peer_version(const cdicom_association *association);
uint32_t cdicom_association_peer_maximum_pdu(const cdicom_association *association);  ///< 0 if unlimited
size_t cdicom_association_context_count(const cdicom_association *association);
int cdicom_association_context(const cdicom_association *association, size_t index, cdicom_context *context);
const char *cdicom_association_proposed_syntax(const cdicom_association *association, size_t context, size_t index);

// MARK: - Exchange

/// A presentation data value (PS3.8 9.3.5.1).
typedef struct {
    uint8_t context;
    uint8_t is_command;
    uint8_t is_last;
    const uint8_t *data;  ///< in DCMTK's PDU buffer: valid until the next call on this association
    size_t length;
} cdicom_pdv;

/// Waits for the next PDV.
int cdicom_association_read_pdv(
    cdicom_association *association, uint32_t timeout_ms, cdicom_pdv *pdv, cdicom_fault *fault);

/// Whether bytes of the peer wait to be read: 1 or 0. Never blocks.
int cdicom_association_has_input(cdicom_association *association);

/// Sends a fragment as P-DATA-TF PDUs as long as the peer takes them. The fragment may be larger than a PDU.
/// Unless `flush`, a small tail may wait for the next call, so that a command and its data leave in one packet.
int cdicom_association_write(
    cdicom_association *association, uint8_t context, int is_command, int is_last,
    const uint8_t *data, size_t length, int flush, cdicom_fault *fault);

/// Asks for release and waits for the answer (PS3.8 7.2).
int cdicom_association_release(cdicom_association *association, uint32_t timeout_ms, cdicom_fault *fault);

/// Answers a requested release.
int cdicom_association_confirm_release(cdicom_association *association, cdicom_fault *fault);

/// Sends A-ABORT (PS3.8 9.3.8), waits a moment for the peer to close, and closes. Source 0 is the service user,
/// 2 the service provider.
void cdicom_association_abort(cdicom_association *association, uint8_t source, uint8_t reason);

/// Makes the call in progress, and every later one, return CDICOM_NETWORK_INTERRUPTED. Safe from any thread.
void cdicom_association_interrupt(cdicom_association *association);

/// Closes what is open and frees the handle. Never sends anything but a TLS closure alert.
void cdicom_association_destroy(cdicom_association *association);

#ifdef __cplusplus
}
#endif
#endif
