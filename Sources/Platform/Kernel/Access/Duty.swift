/// What someone is at an organisation: doctor, referral office, administrator. Policies and moves name duties, never people.
public struct Duty: Sendable, Hashable {
    public let code: String
    public let label: StaticString

    public init(_ code: String, _ label: StaticString) {
        self.code = code
        self.label = label
    }

    /// Whoever holds any duty at all.
    public static let anyone = Duty("anyone", "全体人员")

    public static func == (left: Duty, right: Duty) -> Bool { left.code == right.code }
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

/// Whoever asks, with every duty that they hold at this moment.
public struct Viewer: Sendable {
    /// One duty at one organisation.
    public struct Post: Sendable, Equatable {
        public let duty: String
        public let organization: Int64
        public let department: Int64?
        /// The organisation and everything below it.
        public let subtree: Set<Int64>

        public init(duty: String, organization: Int64, department: Int64? = nil, subtree: Set<Int64> = []) {
            self.duty = duty
            self.organization = organization
            self.department = department
            self.subtree = subtree.union([organization])
        }
    }

    /// The account's name: what records and audit keep as author.
    public let account: String
    public let displayName: String
    /// The number of their staff record.
    public let staff: Int64?
    public let posts: [Post]
    /// `zh` or `en`.
    public let language: String
    /// The address that they ask from, for the audit.
    public let origin: String

    public init(
        account: String, displayName: String, staff: Int64? = nil, posts: [Post] = [], language: String = "zh", origin: String = "local"
    ) {
        self.account = account
        self.displayName = displayName
        self.staff = staff
        self.posts = posts
        self.language = language
        self.origin = origin
    }

    public var duties: Set<String> { Set(posts.map(\.duty)) }

    public func posts(for duties: Set<String>) -> [Post] { duties.contains(Duty.anyone.code) ? posts : posts.filter { duties.contains($0.duty) } }
}
