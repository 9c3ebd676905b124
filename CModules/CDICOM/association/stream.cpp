#include "stream.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace network {

namespace {
/// Reads shorter than this run ahead: PDU headers, not bodies.
constexpr size_t shortRead = 64;
constexpr size_t readAhead = 16 * 1024;
constexpr size_t pendingLimit = 4 * 1024;
/// Milliseconds between two looks at whether a writer was interrupted.
constexpr int outputPause = 500;
}  // namespace

int Deadline::remaining() const {
    using namespace std::chrono;
    const auto left = duration_cast<milliseconds>(moment_ - steady_clock::now()).count();
    return static_cast<int>(std::clamp<long long>(left, 0, INT_MAX));
}

Stream::Stream(int socket) : socket_(socket), ahead_(readAhead) {
    fcntl(socket_, F_SETFL, fcntl(socket_, F_GETFL, 0) | O_NONBLOCK);
    // Without this a command waits for the acknowledgement of the data before it: 40 ms an object.
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    pending_.reserve(pendingLimit);
}

Stream::~Stream() {
    ::close(socket_);
}

bool Stream::handshake(bool, std::string &) {
    return true;
}

bool Stream::fail(Failure failure, int error) {
    if (failure_ == Failure::none) {
        failure_ = isInterrupted() ? Failure::interrupted : failure;
        error_ = error;
    }
    return false;
}

void Stream::refuse(std::string why) {
    refusal_ = std::move(why);
    fail(Failure::malformed);
}

std::string Stream::failureText() const {
    switch (failure_) {
    case Failure::none: return "no failure";
    case Failure::timedOut: return "the peer did nothing within the time allowed";
    case Failure::closed: return error_ ? std::string("the peer is gone: ") + std::strerror(error_)
                                        : "the peer closed the connection";
    case Failure::failed: return std::strerror(error_);
    case Failure::interrupted: return "interrupted by this end";
    case Failure::malformed: return refusal_;
    }
    return "";
}

// MARK: - Waiting

bool Stream::wait(Direction direction, const Deadline &deadline) {
    // An interruption ends a wait for input at once, but not one for output, which therefore looks up now and then.
    const bool isInput = direction == Direction::input;
    pollfd descriptor{socket_, static_cast<short>(isInput ? POLLIN : POLLOUT), 0};
    while (!isInterrupted()) {
        const int left = deadline.remaining();
        const int ready = poll(&descriptor, 1, isInput ? left : std::min(left, outputPause));
        if (ready > 0) return true;
        if (ready < 0 && errno != EINTR) return fail(Failure::failed, errno);
        if (ready == 0 && left == 0) return fail(Failure::timedOut);
    }
    return fail(Failure::interrupted);
}

bool Stream::hasInput() {
    if (aheadStart_ < aheadEnd_ || hasBuffered()) return true;
    pollfd descriptor{socket_, POLLIN, 0};
    return poll(&descriptor, 1, 0) > 0;
}

bool Stream::waitForInput() {
    if (failure_ != Failure::none || !flush()) return false;
    if (aheadStart_ < aheadEnd_ || hasBuffered()) return true;
    if (wait(Direction::input, deadline_)) return true;
    // Nothing was lost: whoever waits may wait again.
    if (failure_ == Failure::timedOut) failure_ = Failure::none;
    return false;
}

void Stream::interrupt() {
    interrupted_.store(true, std::memory_order_release);
    // Wakes the thread that polls this socket; sending stays possible, for an A-ABORT.
    ::shutdown(socket_, SHUT_RD);
}

// MARK: - Reading

ssize_t Stream::read(void *bytes, size_t count) {
    if (failure_ != Failure::none || !flush()) return -1;
    if (aheadStart_ == aheadEnd_) {
        if (count > shortRead) return receive(bytes, count);
        const ssize_t got = receive(ahead_.data(), std::min(ahead_.size(), readAhead));
        if (got < 0) return -1;
        aheadStart_ = 0;
        aheadEnd_ = static_cast<size_t>(got);
    }
    const size_t taken = std::min(count, aheadEnd_ - aheadStart_);
    std::memcpy(bytes, ahead_.data() + aheadStart_, taken);
    aheadStart_ += taken;
    return static_cast<ssize_t>(taken);
}

bool Stream::readFully(void *bytes, size_t count) {
    auto *next = static_cast<uint8_t *>(bytes);
    while (count > 0) {
        const ssize_t got = read(next, count);
        if (got < 0) return false;
        next += got;
        count -= static_cast<size_t>(got);
    }
    return true;
}

void Stream::unread(std::vector<uint8_t> bytes) {
    bytes.insert(bytes.end(), ahead_.begin() + static_cast<ptrdiff_t>(aheadStart_),
                 ahead_.begin() + static_cast<ptrdiff_t>(aheadEnd_));
    aheadStart_ = 0;
    aheadEnd_ = bytes.size();
    if (bytes.size() < readAhead) bytes.resize(readAhead);
    ahead_ = std::move(bytes);
}

ssize_t Stream::receive(void *bytes, size_t count) {
    while (!isInterrupted()) {
        Direction wanted = Direction::input;
        const ssize_t got = receiveSome(bytes, count, wanted);
        if (got > 0) return got;
        if (got == 0) return fail(Failure::closed), -1;
        if (errno == EINTR) continue;
        if (errno == ECONNRESET || errno == EPIPE || errno == ETIMEDOUT) return fail(Failure::closed, errno), -1;
        if (errno != EAGAIN) return fail(Failure::failed, errno), -1;
        if (!wait(wanted, deadline_)) return -1;
    }
    return fail(Failure::interrupted), -1;
}

ssize_t Stream::receiveSome(void *bytes, size_t count, Direction &) {
    return ::recv(socket_, bytes, count, MSG_DONTWAIT);
}

// MARK: - Writing

bool Stream::write(const void *bytes, size_t count) {
    if (failure_ != Failure::none) return false;
    if (pending_.size() + count <= pendingLimit) {
        const auto *first = static_cast<const uint8_t *>(bytes);
        pending_.insert(pending_.end(), first, first + count);
        return true;
    }
    iovec parts[2] = {{pending_.data(), pending_.size()}, {const_cast<void *>(bytes), count}};
    const bool sent = send(parts, 2);
    pending_.clear();
    return sent;
}

bool Stream::flush() {
    if (pending_.empty()) return failure_ == Failure::none;
    iovec part{pending_.data(), pending_.size()};
    const bool sent = send(&part, 1);
    pending_.clear();
    return sent;
}

bool Stream::send(iovec *parts, int count) {
    while (count > 0) {
        if (parts->iov_len == 0) {
            parts++, count--;
            continue;
        }
        Direction wanted = Direction::output;
        ssize_t sent = sendSome(parts, count, wanted);
        if (sent < 0) {
            if (errno == EINTR) continue;
            if (errno == EPIPE || errno == ECONNRESET || errno == ETIMEDOUT) return fail(Failure::closed, errno);
            if (errno != EAGAIN) return fail(Failure::failed, errno);
            if (!wait(wanted, Deadline::in(writeTimeout_))) return false;
            continue;
        }
        for (; count > 0 && static_cast<size_t>(sent) >= parts->iov_len; parts++, count--)
            sent -= static_cast<ssize_t>(parts->iov_len);
        if (count > 0) {
            parts->iov_base = static_cast<uint8_t *>(parts->iov_base) + sent;
            parts->iov_len -= static_cast<size_t>(sent);
        }
    }
    return true;
}

ssize_t Stream::sendSome(const iovec *parts, int count, Direction &) {
    msghdr message{};
    message.msg_iov = const_cast<iovec *>(parts);
    message.msg_iovlen = static_cast<size_t>(count);
    return ::sendmsg(socket_, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

// MARK: - Closing

void Stream::sendLast(const void *bytes, size_t count) {
    if (failure_ == Failure::closed || failure_ == Failure::failed) return;
    pending_.clear();
    const iovec part{const_cast<void *>(bytes), count};
    Direction wanted = Direction::output;
    sendSome(&part, 1, wanted);
}

void Stream::finish(uint32_t milliseconds) {
    if (failure_ == Failure::none) flush();
    sayGoodbye();
    ::shutdown(socket_, SHUT_WR);
    if (isInterrupted()) return;
    const auto deadline = Deadline::in(milliseconds);
    uint8_t ignored[16 * 1024];
    while (deadline.remaining() > 0) {
        const ssize_t got = ::recv(socket_, ignored, sizeof ignored, MSG_DONTWAIT);
        if (got > 0 || (got < 0 && errno == EINTR)) continue;
        if (got == 0 || errno != EAGAIN) return;
        pollfd descriptor{socket_, POLLIN, 0};
        if (poll(&descriptor, 1, deadline.remaining()) == 0) return;
    }
}

}  // namespace network
