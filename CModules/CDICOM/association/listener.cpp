#include "fault.h"

#include <memory>
#include <netdb.h>
#include <poll.h>
#include <string>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

struct cdicom_listener {
    int socket = -1;
    int stop = -1;  ///< an event that stays readable once the listener is told to stop
    uint16_t port = 0;

    ~cdicom_listener() {
        if (socket >= 0) ::close(socket);
        if (stop >= 0) ::close(stop);
    }
};

namespace {

constexpr int backlog = 128;
/// Room for several PDUs on the way: with the kernel's small defaults a sender waits after each one. Accepted sockets
/// inherit it, and it must be set before the connection to count for the window scale.
constexpr int bufferSize = 1 << 20;

struct AddressList {
    addrinfo *first = nullptr;
    ~AddressList() {
        if (first) freeaddrinfo(first);
    }
};

int bound(const addrinfo &address) {
    const int socket = ::socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, address.ai_protocol);
    if (socket < 0) return -1;
    const int on = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &bufferSize, sizeof bufferSize);
    setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &bufferSize, sizeof bufferSize);
    if (bind(socket, address.ai_addr, address.ai_addrlen) == 0 && listen(socket, backlog) == 0) return socket;
    const int error = errno;
    ::close(socket);
    errno = error;
    return -1;
}

uint16_t portOf(int socket) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    char port[NI_MAXSERV] = "0";
    if (getsockname(socket, reinterpret_cast<sockaddr *>(&address), &length) != 0) return 0;
    getnameinfo(reinterpret_cast<sockaddr *>(&address), length, nullptr, 0, port, sizeof port, NI_NUMERICSERV);
    return static_cast<uint16_t>(std::stoi(port));
}

}  // namespace

using namespace network;

int cdicom_listener_open(const char *host, uint16_t port, cdicom_listener **listener, cdicom_fault *fault) {
    return guarded(fault, [&] {
        addrinfo hints{};
        hints.ai_socktype = SOCK_STREAM;
        hints.ai_flags = AI_PASSIVE;
        AddressList addresses;
        const int failure = getaddrinfo(host, std::to_string(port).c_str(), &hints, &addresses.first);
        if (failure != 0)
            return fail(fault, CDICOM_NETWORK_UNREACHABLE, "cannot resolve %s: %s", host, gai_strerror(failure));

        auto made = std::make_unique<cdicom_listener>();
        for (auto *address = addresses.first; address && made->socket < 0; address = address->ai_next)
            made->socket = bound(*address);
        if (made->socket < 0)
            return fail(fault, CDICOM_NETWORK_UNREACHABLE, "cannot listen on %s:%u: %s", host, unsigned(port),
                        std::strerror(errno));
        made->stop = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (made->stop < 0) return fail(fault, CDICOM_NETWORK_FAILED, "eventfd: %s", std::strerror(errno));
        made->port = portOf(made->socket);
        *listener = made.release();
        return static_cast<int>(CDICOM_NETWORK_OK);
    });
}

uint16_t cdicom_listener_port(const cdicom_listener *listener) {
    return listener->port;
}

int cdicom_listener_accept(cdicom_listener *listener, int *connection, cdicom_fault *fault) {
    constexpr int shortagePause = 100;
    for (;;) {
        pollfd descriptors[2] = {{listener->stop, POLLIN, 0}, {listener->socket, POLLIN, 0}};
        if (poll(descriptors, 2, -1) < 0 && errno != EINTR)
            return fail(fault, CDICOM_NETWORK_FAILED, "poll: %s", std::strerror(errno));
        if (descriptors[0].revents) {
            // Otherwise the kernel would go on accepting into the backlog, and peers would wait for nobody.
            if (listener->socket >= 0) ::close(listener->socket);
            listener->socket = -1;
            return fail(fault, CDICOM_NETWORK_INTERRUPTED, "the listener was stopped");
        }
        if (!descriptors[1].revents) continue;
        const int accepted = accept4(listener->socket, nullptr, nullptr, SOCK_CLOEXEC);
        if (accepted >= 0) {
            *connection = accepted;
            return CDICOM_NETWORK_OK;
        }
        switch (errno) {
        case EMFILE: case ENFILE: case ENOBUFS: case ENOMEM:
            // The connection stays in the backlog, so poll would return at once: let others finish first.
            poll(descriptors, 1, shortagePause);
            break;
        case EBADF: case EINVAL: case ENOTSOCK:
            return fail(fault, CDICOM_NETWORK_FAILED, "accept: %s", std::strerror(errno));
        default:
            break;
        }
    }
}

void cdicom_listener_stop(cdicom_listener *listener) {
    const uint64_t one = 1;
    // Only a counter at its maximum can refuse, and then the event is readable anyway.
    if (::write(listener->stop, &one, sizeof one) < 0) return;
}

void cdicom_listener_destroy(cdicom_listener *listener) {
    delete listener;
}

void cdicom_socket_close(int connection) {
    ::close(connection);
}
