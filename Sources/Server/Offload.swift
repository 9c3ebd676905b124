import NIOPosix

/// A bounded set of threads for work that blocks: the database, files, key derivation. The event loops only ever wait for
/// it, so one slow disk never holds up another connection.
public struct BlockingThreads: Sendable {
    /// For the database and files. More than there are cores, because such threads mostly wait.
    public static let storage = BlockingThreads(count: 16)
    /// For password verification: each takes 32 MiB and tens of milliseconds of one core, so few at a time.
    static let passwords = BlockingThreads(count: 2)

    /// For objects too large to be held, made while their client takes them: such threads wait for clients.
    static let transcoding = BlockingThreads(count: 8)

    /// For cutting volumes: each is all computing, so no more at a time than a few.
    static let volumes = BlockingThreads(count: 4)

    private let pool: NIOThreadPool

    private init(count: Int) {
        pool = NIOThreadPool(numberOfThreads: count)
        pool.start()
    }

    public func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await pool.runIfActive(body)
    }
}

/// Runs blocking work away from the event loop and waits for its result. Work still queued when the task is cancelled is not begun.
public func offload<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await BlockingThreads.storage.run(body)
}
