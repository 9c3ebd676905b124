import Runtime
import Testing

@Suite struct AccountTests {
    let house: House

    init() throws { house = try House() }

    @Test func `the first start makes one administrator, and only the first`() throws {
        let generated = try #require(try house.platform.makeFirstAdministrator(password: nil))
        #expect(PasswordRule.objection(to: generated, of: "admin") == nil)
        #expect(try house.platform.makeFirstAdministrator(password: nil) == nil)
        let principal = try house.platform.authenticator.verify(.password(name: "admin", password: generated), from: House.somewhere)
        #expect(principal.rights == Set(Right.allCases))
    }

    @Test func `an operator's first password is taken as it is and not shown`() throws {
        #expect(try house.platform.makeFirstAdministrator(password: "short") == nil)
        #expect(try house.platform.authenticator.verify(.password(name: "admin", password: "short"), from: House.somewhere).name == "admin")
    }

    @Test func `names are unique whatever their case`() throws {
        try house.add("Wang")
        #expect(throws: Refusal(.conflict, "an account “wang” exists already")) { try house.add("wANG") }
    }

    @Test(arguments: ["", "a b", "x/y", "a\nb", "<b>", String(repeating: "n", count: 65)])
    func `a name that could not stand in a URL is refused`(name: String) throws {
        #expect(throws: Refusal.self) { try house.add(name) }
    }

    @Test func `the last administrator stays`() throws {
        try house.add("root")
        #expect(throws: Refusal.self) { try house.platform.accounts.change("root", isDisabled: true, by: .tester) }
        #expect(throws: Refusal.self) { try house.platform.accounts.change("root", roles: [.technician], by: .tester) }
        try house.add("second")
        try house.platform.accounts.change("root", isDisabled: true, by: .tester)
        #expect(try house.platform.accounts.account(named: "root")?.isDisabled == true)
    }

    @Test func `the same characters typed in full width are the same password`() throws {
        try house.platform.accounts.add(
            name: "li", displayName: "", password: "ｐａｓｓ-ｗｏｒｔ-７８９", roles: [.technician], by: .tester)
        let principal = try house.platform.authenticator.verify(.password(name: "li", password: "pass-wort-789"), from: House.somewhere)
        #expect(principal.rights == Role.technician.rights)
    }

    @Test(arguments: [
        "short", "aaaaaaaaaaaa", "1234567890", "0987654321", "abcdefghijkl", "password123", "my-wang-account", "Admin@1234",
    ])
    func `a password that would be guessed is refused`(password: String) {
        #expect(PasswordRule.objection(to: password, of: "wang") != nil)
    }

    @Test(arguments: ["korrekt pferd 92", "春眠不觉晓处处闻啼鸟", "tTk3-9xVq-2pLm"])
    func `a password that would not be guessed is taken`(password: String) {
        #expect(PasswordRule.objection(to: password, of: "wang") == nil)
    }

    @Test func `the stored hash is not the password and differs for equal ones`() throws {
        try house.add("one")
        try house.add("two")
        let rows = try house.database.read { try $0.query("SELECT password_hash FROM account") }.map { $0.text(0) }
        #expect(Set(rows).count == 2)
        #expect(rows.allSatisfy { $0.hasPrefix("$scrypt$ln=15,r=8,p=1$") && !$0.contains("pferd") })
    }
}
