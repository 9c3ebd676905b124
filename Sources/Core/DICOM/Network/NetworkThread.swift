#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A detached thread of its own: associations block, and must not hold threads of Swift's pool.
enum NetworkThread {
    /// Ample for DCMTK, which keeps its buffers on the heap, and small enough for hundreds of associations.
    private static let stackSize = 1 << 20

    private final class Work {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// - Returns: false if the system has no thread to give.
    static func start(_ run: @escaping @Sendable () -> Void) -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        pthread_attr_setstacksize(&attributes, stackSize)
        let work = Unmanaged.passRetained(Work(run))
        var thread = pthread_t()
        let failure = pthread_create(&thread, &attributes, { argument in
            Unmanaged<Work>.fromOpaque(argument!).takeRetainedValue().run()
            return nil
        }, work.toOpaque())
        if failure != 0 { work.release() }
        return failure == 0
    }
}
