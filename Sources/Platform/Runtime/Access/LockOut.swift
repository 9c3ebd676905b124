import Synchronization

/// Slows down whoever guesses passwords. Failures are counted for the account at one address, for the account from anywhere,
/// and for the address whatever the account; names that do not exist count like those that do, so nothing is revealed.
final class LockOut: Sendable {
    private enum Key: Hashable {
        case accountAtAddress(String, String)
        case account(String)
        case address(String)

        /// How many failures are forgiven. From anywhere, an account bears more: else anyone could lock anyone out.
        var allowance: Int {
            switch self {
            case .accountAtAddress: 5
            case .address: 30
            case .account: 50
            }
        }
    }

    private struct Failures {
        var count = 0
        var last: Moment
        var lockedUntil: Moment?
    }

    /// The first lock takes this long, each further failure doubles it.
    static let firstLock = Duration.seconds(30)
    static let longestLock = Duration.minutes(15)
    /// After this long without a failure all is forgotten.
    static let memory = Duration.minutes(30)
    private static let capacity = 20_000

    private let failures = Mutex<[Key: Failures]>([:])

    /// How long this account at this address still has to wait; nil where it need not.
    func wait(account: String, address: String, at moment: Moment) -> Duration? {
        failures.withLock { failures in
            keys(account, address).compactMap { failures[$0]?.lockedUntil }.filter { $0 > moment }.max().map { $0 - moment }
        }
    }

    /// Counts a failure; true where it is the one that locks.
    @discardableResult
    func failed(account: String, address: String, at moment: Moment) -> Bool {
        failures.withLock { failures in
            if failures.count > Self.capacity { failures = failures.filter { moment - $0.value.last < Self.memory } }
            var locks = false
            for key in keys(account, address) {
                var entry = failures[key] ?? Failures(last: moment)
                if moment - entry.last >= Self.memory { entry = Failures(last: moment) }
                entry.count += 1
                entry.last = moment
                let excess = entry.count - key.allowance
                if excess >= 0 {
                    let lock = min(Self.firstLock * (1 << min(excess, 10)), Self.longestLock)
                    entry.lockedUntil = moment + lock
                    locks = locks || excess == 0
                }
                failures[key] = entry
            }
            return locks
        }
    }

    /// A success clears the account at this address; the wider counts fade by time only.
    func succeeded(account: String, address: String) {
        failures.withLock { $0[.accountAtAddress(account, address)] = nil }
    }

    private func keys(_ account: String, _ address: String) -> [Key] {
        [.accountAtAddress(account, address), .account(account), .address(address)]
    }
}
