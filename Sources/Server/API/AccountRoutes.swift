import HTTPTypes
import Hummingbird
import Runtime

/// `/api/accounts`: who may sign in.
struct AccountRoutes {
    let platform: Platform

    private struct NewAccount: Decodable {
        let name: String
        let displayName: String?
        /// Generated, and shown once in the answer, where it is not given.
        let password: String?
        let roles: Set<Role>
        let language: String?
    }

    private struct Change: Decodable {
        let displayName: String?
        let roles: Set<Role>?
        let language: String?
        let disabled: Bool?
    }

    private struct NewPassword: Decodable {
        let password: String
    }

    private struct Made: Encodable {
        let account: Account
        let password: String?
    }

    func add(to routes: RouterGroup<SignedInContext>) {
        routes.get { _, _ in JSONAnswer(content: try await offload { try platform.accounts.list() }) }
        routes.post { request, context in try await make(request, context) }
        routes.get(":name") { _, context in
            let name = try context.parameters.require("name")
            return JSONAnswer(content: try await offload { try account(name) })
        }
        routes.patch(":name") { request, context in try await change(request, context) }
        routes.put(":name/password") { request, context in try await setPassword(request, context) }
    }

    private func account(_ name: String) throws -> Account {
        guard let account = try platform.accounts.account(named: name) else {
            throw Refusal(.notFound, "there is no account “\(name)”")
        }
        return account
    }

    private func make(_ request: Request, _ context: SignedInContext) async throws -> JSONAnswer<Made> {
        let body = try await request.json(as: NewAccount.self)
        return try await BlockingThreads.passwords.run {
            let generated = body.password == nil ? PasswordRule.generate() : nil
            let account = try platform.accounts.add(
                name: body.name, displayName: body.displayName ?? body.name, password: body.password ?? generated ?? "",
                roles: body.roles, language: body.language ?? "zh", by: context.actor)
            return JSONAnswer(status: .created, content: Made(account: account, password: generated))
        }
    }

    private func change(_ request: Request, _ context: SignedInContext) async throws -> JSONAnswer<Account> {
        let name = try context.parameters.require("name")
        let body = try await request.json(as: Change.self)
        return try await offload {
            let account = try platform.accounts.change(
                name, displayName: body.displayName, roles: body.roles, language: body.language, isDisabled: body.disabled,
                by: context.actor)
            return JSONAnswer(content: account)
        }
    }

    private func setPassword(_ request: Request, _ context: SignedInContext) async throws -> HTTPResponse.Status {
        let name = try context.parameters.require("name")
        let body = try await request.json(as: NewPassword.self)
        try await BlockingThreads.passwords.run {
            try platform.accounts.setPassword(body.password, of: name, by: context.actor)
        }
        return .noContent
    }
}
