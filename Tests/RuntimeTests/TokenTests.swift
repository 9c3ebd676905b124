import Runtime
import Testing

@Suite struct TokenTests {
    let house: House
    var authenticator: Authenticator { house.platform.authenticator }

    init() throws {
        house = try House()
        try house.add("wang", [.radiologist])
        try house.add("root")
    }

    private func make(_ rights: Set<Right>? = nil, for name: String = "wang", lifetime: Duration? = .days(1)) throws -> (APIToken, Secret) {
        try house.platform.tokens.create(for: name, label: "script", rights: rights, lifetime: lifetime, by: .tester)
    }

    @Test func `a token has its rights and its owner's name`() throws {
        let (token, secret) = try make([.viewStudies])
        #expect(secret.text.hasPrefix("yg_") && secret.text.count == 46)
        let principal = try authenticator.verify(.token(secret), from: House.somewhere)
        #expect(principal.name == "wang" && principal.rights == [.viewStudies])
        #expect(try house.platform.tokens.list(of: "wang").map(\.id) == [token.id])
    }

    @Test func `a token cannot have a right its owner lacks`() throws {
        #expect(throws: Refusal.self) { try make([.viewStudies, .manageAccounts]) }
    }

    @Test func `a token loses the rights that its owner loses`() throws {
        let (_, secret) = try make(for: "root")
        try house.add("second")
        try house.platform.accounts.change("root", roles: [.technician], by: .tester)
        #expect(try authenticator.verify(.token(secret), from: House.somewhere).rights == Role.technician.rights)
    }

    @Test func `a token ends when its time is over`() throws {
        let (_, secret) = try make(lifetime: .days(1))
        let (_, endless) = try make(lifetime: nil)
        house.clock.advance(.days(1))
        #expect(throws: SignInFailure.wrong) { try authenticator.verify(.token(secret), from: House.somewhere) }
        #expect(try authenticator.verify(.token(endless), from: House.somewhere).name == "wang")
    }

    @Test func `a revoked token is refused at once, even where it was remembered`() throws {
        let (token, secret) = try make()
        _ = try authenticator.verify(.token(secret), from: House.somewhere)
        #expect(authenticator.remembered(.token(secret)) != nil)
        try house.neighbour().tokens.revoke(id: token.id, by: .tester)
        #expect(authenticator.remembered(.token(secret)) == nil)
        #expect(throws: SignInFailure.wrong) { try authenticator.verify(.token(secret), from: House.somewhere) }
    }

    @Test func `someone else's token is not there to be revoked`() throws {
        let (token, _) = try make()
        #expect(throws: Refusal.self) { try house.platform.tokens.revoke(id: token.id, ownedBy: "root", by: .tester) }
    }

    @Test func `neither tokens nor sessions are stored in clear`() throws {
        let (_, token) = try make()
        let session = try authenticator.signIn(name: "wang", password: House.password, from: House.somewhere).secret
        let stored = try house.database.read {
            try $0.query("SELECT digest FROM token").map { $0.text(0) } + $0.query("SELECT id FROM session").map { $0.text(0) }
        }
        #expect(stored.count == 2 && !stored.contains(token.text) && !stored.contains(session.text))
    }
}
