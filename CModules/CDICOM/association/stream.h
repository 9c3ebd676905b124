#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <sys/types.h>
#include <sys/uio.h>
#include <vector>

namespace network {

/// A moment after which waiting ends.
class Deadline {
public:
    static Deadline in(uint32_t milliseconds) {
        return Deadline(std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds));
    }
    /// Milliseconds left, never negative, as poll(2) wants them.
    int remaining() const;

private:
    explicit Deadline(std::chrono::steady_clock::time_point moment) : moment_(moment) {}
    std::chrono::steady_clock::time_point moment_;
};

/// Why a stream no longer works.
enum class Failure { none, timedOut, closed, failed, interrupted, malformed };

/// A connected socket with deadlines, which DCMTK's own transport lacks: there a peer that dribbles one byte a minute
/// keeps a thread for ever. Reads run ahead, so that a PDU header costs no system call of its own; small writes wait for
/// the next one, so that a header and what follows leave in one packet. One thread reads and writes; any may interrupt.
class Stream {
public:
    explicit Stream(int socket);
    virtual ~Stream();
    Stream(const Stream &) = delete;
    Stream &operator=(const Stream &) = delete;

    /// Whatever must happen before the first byte of DICOM. Explains itself in `why` when it fails.
    virtual bool handshake(bool asServer, std::string &why);

    void expectWithin(uint32_t milliseconds) { deadline_ = Deadline::in(milliseconds); }
    void setWriteTimeout(uint32_t milliseconds) { writeTimeout_ = milliseconds; }

    /// Some bytes, at least one; or -1, and failure() says why.
    ssize_t read(void *bytes, size_t count);
    bool readFully(void *bytes, size_t count);
    /// Gives bytes back: they are what is read next. Only while nothing is read ahead.
    void unread(std::vector<uint8_t> bytes);
    /// Waits until something can be read, until the deadline.
    bool waitForInput();
    bool hasInput();

    bool write(const void *bytes, size_t count);
    bool flush();

    /// One attempt to say something after a failure, in place of whatever still waits to be sent.
    void sendLast(const void *bytes, size_t count);

    /// Says that nothing more will be sent, and waits a moment for the peer to close: closing with unread input
    /// makes the kernel reset the connection, and the peer would never see our last PDU.
    void finish(uint32_t milliseconds);

    void interrupt();
    /// Reads nothing more, for the peer's bytes make no sense.
    void refuse(std::string why);
    Failure failure() const { return failure_; }
    std::string failureText() const;

protected:
    enum class Direction { input, output };

    /// One attempt, which must not block. Returns 0 at the end, -1 with errno, EAGAIN if it should wait as `wanted` says.
    virtual ssize_t receiveSome(void *bytes, size_t count, Direction &wanted);
    virtual ssize_t sendSome(const iovec *parts, int count, Direction &wanted);
    virtual bool hasBuffered() { return false; }
    virtual void sayGoodbye() {}

    bool wait(Direction direction, const Deadline &deadline);
    bool isInterrupted() const { return interrupted_.load(std::memory_order_acquire); }
    bool fail(Failure failure, int error = 0);
    int socket() const { return socket_; }
    const Deadline &deadline() const { return deadline_; }

private:
    ssize_t receive(void *bytes, size_t count);
    bool send(iovec *parts, int count);

    int socket_;
    std::atomic<bool> interrupted_{false};
    Failure failure_ = Failure::none;
    int error_ = 0;
    std::string refusal_;
    Deadline deadline_ = Deadline::in(0);
    uint32_t writeTimeout_ = 60'000;
    std::vector<uint8_t> ahead_;  ///< read and not yet asked for: from aheadStart_ to aheadEnd_
    size_t aheadStart_ = 0;
    size_t aheadEnd_ = 0;
    std::vector<uint8_t> pending_;  ///< written and not yet sent
};

}  // namespace network
