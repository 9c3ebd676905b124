import ArgumentParser
import Runtime

struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "API tokens, with which scripts and machines use the archive.",
        discussion: "A token is sent as `Authorization: Bearer yg_…`. It can do at most what its account can.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a token and print it, once.",
            discussion: "Example: TOKEN=$(yigong token create --account admin --rights viewStudies --days 30)")

        @OptionGroup var data: DataOption
        @Option(help: ArgumentHelp("Whose token it is.", valueName: "name")) var account = "admin"
        @Option(help: ArgumentHelp("What it is for, to recognise it in the list.", valueName: "text")) var label = ""
        @Option(help: ArgumentHelp("What it may do, all that its account may otherwise: \(WordList<Right>.allNames).", valueName: "rights"))
        var rights: WordList<Right>?
        @Option(help: ArgumentHelp("After how many days it ends.", valueName: "days")) var days = 90
        @Flag(help: "It does not end by itself.") var forever = false
        @Flag(help: "Print JSON: the token and what is known of it.") var json = false

        private struct Made: Encodable {
            let secret: String
            let token: APIToken
        }

        func validate() throws {
            guard (1...3650).contains(days) else { throw ValidationError("a token lives 1 to 3650 days, or --forever") }
        }

        func run() throws {
            let (token, secret) = try data.openPlatform().tokens.create(
                for: account, label: label, rights: rights?.words, lifetime: forever ? nil : .days(days), by: .here)
            if json { return try Terminal.json(Made(secret: secret.text, token: token)) }
            Terminal.note("token \(token.id) of “\(token.account)”, shown this once; ends \(token.expiresAt?.iso8601 ?? "when revoked"):")
            print(secret.text)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List tokens, newest first.")

        @OptionGroup var data: DataOption
        @Option(help: ArgumentHelp("Only those of one account.", valueName: "name")) var account: String?
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            let tokens = try data.openPlatform().tokens.list(of: account)
            if json { return try Terminal.json(tokens) }
            Terminal.table(
                ["ID", "ACCOUNT", "LABEL", "STATE", "LAST USED"],
                tokens.map { [$0.id, $0.account, $0.label, Self.state($0), $0.usedAt?.iso8601 ?? "never"] })
        }

        private static func state(_ token: APIToken) -> String {
            if let revoked = token.revokedAt { return "revoked \(revoked.iso8601)" }
            guard let end = token.expiresAt else { return "valid" }
            return end < .now() ? "ended \(end.iso8601)" : "valid until \(end.iso8601)"
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "End a token, at once and for good.")

        @OptionGroup var data: DataOption
        @Argument(help: "The token's id, as `yigong token list` shows it, or the token itself.") var id: String

        func run() throws {
            let tokens = try data.openPlatform().tokens
            try tokens.revoke(id: try tokens.id(of: id), by: .here)
        }
    }
}
