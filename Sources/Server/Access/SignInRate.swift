import Runtime
import Synchronization

/// Bounds how often one address may try to sign in, right or wrong: verifying a password is work that anyone can ask for.
/// A bucket of `burst` attempts that refills by one each second.
final class SignInRate: Sendable {
    static let burst = 30.0
    private static let capacity = 10_000

    private struct Bucket {
        var attempts: Double
        var filledAt: Moment
    }

    private let now: TimeSource
    private let buckets = Mutex<[String: Bucket]>([:])

    init(now: @escaping TimeSource = { Moment.now() }) { self.now = now }

    /// Takes one attempt.
    /// - Throws: `SignInFailure.wait` where none is left.
    func take(for address: String) throws {
        let moment = now()
        let isAllowed = buckets.withLock { buckets in
            if buckets.count > Self.capacity {
                buckets = buckets.filter { moment - $0.value.filledAt < .seconds(Int(Self.burst)) }
            }
            var bucket = buckets[address] ?? Bucket(attempts: Self.burst, filledAt: moment)
            let seconds = Double((moment - bucket.filledAt).components.seconds)
            if seconds >= 1 {
                bucket.attempts = min(Self.burst, bucket.attempts + seconds)
                bucket.filledAt = moment
            }
            defer { buckets[address] = bucket }
            guard bucket.attempts >= 1 else { return false }
            bucket.attempts -= 1
            return true
        }
        guard isAllowed else { throw SignInFailure.wait(seconds: 1) }
    }
}
