import Runtime
import Testing

@Suite struct SignInTests {
    let house: House
    var authenticator: Authenticator { house.platform.authenticator }

    init() throws {
        house = try House()
        try house.add("wang", [.radiologist])
        try house.add("root")
    }

    private func signIn() throws -> Credential {
        .session(try authenticator.signIn(name: "wang", password: House.password, from: House.somewhere).secret)
    }

    @Test func `a session ends after thirty minutes without use`() throws {
        let credential = try signIn()
        for _ in 0..<3 {
            house.clock.advance(.minutes(29))
            #expect(try authenticator.verify(credential, from: House.somewhere).name == "wang")
        }
        house.clock.advance(.minutes(31))
        #expect(authenticator.remembered(credential) == nil)
        #expect(throws: SignInFailure.wrong) { try authenticator.verify(credential, from: House.somewhere) }
    }

    @Test func `a session ends after twelve hours however busy`() throws {
        let credential = try signIn()
        for _ in 0..<35 {
            house.clock.advance(.minutes(20))
            _ = try authenticator.verify(credential, from: House.somewhere)
        }
        house.clock.advance(.minutes(21))
        #expect(throws: SignInFailure.wrong) { try authenticator.verify(credential, from: House.somewhere) }
    }

    @Test func `signing out ends the session at once`() throws {
        let (principal, secret) = try authenticator.signIn(name: "wang", password: House.password, from: House.somewhere)
        guard case .session(let id) = principal.proof else { return #expect(Bool(false), "not a session") }
        #expect(id != secret.text)
        _ = try authenticator.verify(.session(secret), from: House.somewhere)
        try house.platform.sessions.close(id: id, by: Actor(principal, from: House.somewhere))
        #expect(authenticator.remembered(.session(secret)) == nil)
        #expect(throws: SignInFailure.wrong) { try authenticator.verify(.session(secret), from: House.somewhere) }
    }

    @Test func `a new password ends every session`() throws {
        let credential = try signIn()
        try house.platform.accounts.setPassword("ein ganz anderes 73", of: "wang", by: .tester)
        #expect(throws: SignInFailure.wrong) { try authenticator.verify(credential, from: House.somewhere) }
    }

    @Test func `Basic credentials are derived once a minute, not once a request`() throws {
        let credential = Credential.password(name: "wang", password: House.password)
        #expect(authenticator.remembered(credential) == nil)
        _ = try authenticator.verify(credential, from: House.somewhere)
        #expect(authenticator.remembered(credential)?.name == "wang")
        #expect(authenticator.remembered(.password(name: "wang", password: "other")) == nil)
        house.clock.advance(.seconds(61))
        #expect(authenticator.remembered(credential) == nil)
    }

    @Test func `someone else's change makes the memory ask again, without deriving`() throws {
        let credential = Credential.password(name: "wang", password: House.password)
        _ = try authenticator.verify(credential, from: House.somewhere)
        // From here on a derivation would be refused with a wait.
        for _ in 0..<5 { _ = try? authenticator.signIn(name: "wang", password: "wrong", from: House.somewhere) }
        try house.platform.accounts.change("root", displayName: "Root", by: .tester)
        #expect(authenticator.remembered(credential) == nil)
        #expect(try authenticator.verify(credential, from: House.somewhere).name == "wang")
        #expect(authenticator.remembered(credential)?.name == "wang")
    }

    @Test func `another process that disables an account is obeyed at once`() throws {
        let session = try signIn()
        let basic = Credential.password(name: "wang", password: House.password)
        _ = try authenticator.verify(session, from: House.somewhere)
        _ = try authenticator.verify(basic, from: House.somewhere)
        try house.neighbour().accounts.change("wang", isDisabled: true, by: .tester)
        for credential in [session, basic] {
            #expect(authenticator.remembered(credential) == nil)
            #expect(throws: SignInFailure.wrong) { try authenticator.verify(credential, from: House.somewhere) }
        }
    }

    @Test func `five wrong passwords lock the account for that address only, and longer each time`() throws {
        func attempt(_ name: String, _ password: String, from address: String = House.somewhere) -> SignInFailure? {
            do { _ = try authenticator.signIn(name: name, password: password, from: address) } catch { return error as? SignInFailure }
            return nil
        }
        for _ in 0..<5 { #expect(attempt("wang", "wrong") == .wrong) }
        #expect(attempt("wang", House.password) == .wait(seconds: 30))
        #expect(attempt("wang", House.password, from: "10.9.9.9") == nil)
        house.clock.advance(.seconds(31))
        #expect(attempt("wang", "wrong again") == .wrong)
        #expect(attempt("wang", House.password) == .wait(seconds: 60))
        house.clock.advance(.seconds(61))
        #expect(attempt("wang", House.password) == nil)
        #expect(attempt("wang", "wrong") == .wrong, "a success starts the count anew")
    }

    @Test func `a name that does not exist locks like one that does`() throws {
        for _ in 0..<5 {
            #expect(throws: SignInFailure.wrong) { try authenticator.signIn(name: "nobody", password: "x", from: House.somewhere) }
        }
        #expect(throws: SignInFailure.wait(seconds: 30)) {
            try authenticator.signIn(name: "nobody", password: "x", from: House.somewhere)
        }
    }
}
