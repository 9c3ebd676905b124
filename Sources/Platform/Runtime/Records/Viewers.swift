import Clinical
internal import Database
import Synchronization

extension Records {
    /// Someone who signed in, with the duties that they hold at this moment. An account that administers the house holds the
    /// administrator's duty over all of it, and no other: it opens no patient's record by itself.
    public func viewer(_ principal: Principal, from address: String) throws -> Viewer {
        let posts = try viewers.entry(principal.name, at: now()) { try self.posts(of: principal.name) }
        let administrates = principal.roles.contains(.administrator)
        let administration = administrates ? [Viewer.Post(duty: Duty.administrator.code, organization: 0)] : []
        return Viewer(
            account: principal.name, displayName: principal.displayName, staff: posts.staff, posts: posts.posts + administration,
            language: principal.language, origin: address)
    }

    private func posts(of account: String) throws -> RememberedViewers.Entry {
        try database.read { connection in
            guard let person = try rows(table(Staff.self), where: .where(\Staff.account, account), limit: 1, connection).first else {
                return RememberedViewers.Entry(staff: nil, posts: [])
            }
            let mine = Filter.and([.where(\Post.staff, Reference(person.id)), .where(\Post.isActive, true)])
            let held = try rows(table(Post.self), where: mine, limit: 100, connection).map { Record<Post>($0) }
            let tree = OrganizationTree(try rows(table(Organization.self), where: .all, limit: 100_000, connection).map { Record($0) })
            let posts = held.map { post in
                Viewer.Post(
                    duty: post.duty, organization: post.organization.id, department: post.department?.id, subtree: tree.below(post.organization.id))
            }
            return RememberedViewers.Entry(staff: person.id, posts: posts)
        }
    }

    /// The accounts of those who hold a duty at an organisation.
    func accounts(holding duty: String, at organization: Int64, _ connection: any SQLConnection) throws -> [String] {
        let filter = Filter.and([
            .where(\Post.duty, duty), .where(\Post.organization, Reference(organization)), .where(\Post.isActive, true),
        ])
        let posts = try rows(table(Post.self), where: filter, limit: 1000, connection).map { Record<Post>($0) }
        let people = try rows(table(Staff.self), where: .among("id", posts.map { .integer($0.staff.id) }), limit: 1000, connection)
        return people.compactMap { Record<Staff>($0).account }
    }
}

/// Which organisations lie below which.
struct OrganizationTree {
    private let children: [Int64: [Int64]]

    init(_ organizations: [Record<Organization>]) {
        children = organizations.reduce(into: [:]) { tree, organization in
            if let parent = organization.parent { tree[parent.id, default: []].append(organization.id) }
        }
    }

    /// An organisation and everything below it. A circle in the data ends where it began.
    func below(_ id: Int64) -> Set<Int64> {
        var found: Set<Int64> = [id]
        var open = [id]
        while let next = open.popLast() {
            for child in children[next] ?? [] where found.insert(child).inserted { open.append(child) }
        }
        return found
    }
}

/// Who holds which posts, remembered for a few seconds, and no longer than until this process changes one.
final class RememberedViewers: Sendable {
    struct Entry {
        let staff: Int64?
        let posts: [Viewer.Post]
    }

    /// What another process changes counts after this long.
    static let lifetime = Duration.seconds(5)

    private let entries = Mutex<[String: (entry: Entry, at: Moment)]>([:])
    private let generation = Atomic<Int>(0)

    func entry(_ account: String, at moment: Moment, _ load: () throws -> Entry) rethrows -> Entry {
        if let known = entries.withLock({ $0[account] }), moment - known.at < Self.lifetime { return known.entry }
        let before = generation.load(ordering: .acquiring)
        let entry = try load()
        // Loaded while somebody changed posts: true for this request, but nothing to remember.
        if generation.load(ordering: .acquiring) == before { entries.withLock { $0[account] = (entry, moment) } }
        return entry
    }

    func forget() {
        generation.add(1, ordering: .acquiringAndReleasing)
        entries.withLock { $0 = [:] }
    }
}
