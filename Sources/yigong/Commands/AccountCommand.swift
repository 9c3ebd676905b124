import ArgumentParser
import Runtime

struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Who may sign in, and as what.",
        subcommands: [List.self, Add.self, Password.self, Disable.self, Enable.self, Roles.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List all accounts.")

        @OptionGroup var data: DataOption
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            let accounts = try data.openPlatform().accounts.list()
            if json { return try Terminal.json(accounts) }
            Terminal.table(
                ["NAME", "DISPLAY NAME", "ROLES", "STATE", "LAST SIGN-IN"],
                accounts.map {
                    [
                        $0.name, $0.displayName, $0.roles.map(\.rawValue).sorted().joined(separator: ","),
                        $0.isDisabled ? "disabled" : "active", $0.lastLoginAt?.iso8601 ?? "never",
                    ]
                })
        }
    }

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account.", discussion: "Example: yigong account add wang --roles radiologist --display-name 王医生")

        @OptionGroup var data: DataOption
        @OptionGroup var password: PasswordOption
        @Argument(help: "The name that is typed at the login.") var name: String
        @Option(help: ArgumentHelp("What the account may be: \(WordList<Role>.allNames).", valueName: "roles"))
        var roles: WordList<Role>
        @Option(help: ArgumentHelp("The name that is shown.", valueName: "name")) var displayName: String?
        @Option(help: ArgumentHelp("The language of the screens: zh or en.", valueName: "language")) var language = "zh"

        func run() throws {
            let platform = try data.openPlatform()
            let chosen = try password.read()
            try platform.accounts.add(
                name: name, displayName: displayName ?? name, password: chosen.text, roles: roles.words, language: language,
                by: .here)
            chosen.showIfGenerated(for: name)
        }
    }

    struct Password: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Set a new password; signs the account out everywhere.")

        @OptionGroup var data: DataOption
        @OptionGroup var password: PasswordOption
        @Argument(help: "The account.") var name: String

        func run() throws {
            let platform = try data.openPlatform()
            let chosen = try password.read()
            try platform.accounts.setPassword(chosen.text, of: name, by: .here)
            chosen.showIfGenerated(for: name)
        }
    }

    struct Disable: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shut an account out, at once, with all its sessions and tokens.")

        @OptionGroup var data: DataOption
        @Argument(help: "The account.") var name: String

        func run() throws { try data.openPlatform().accounts.change(name, isDisabled: true, by: .here) }
    }

    struct Enable: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a disabled account in again.")

        @OptionGroup var data: DataOption
        @Argument(help: "The account.") var name: String

        func run() throws { try data.openPlatform().accounts.change(name, isDisabled: false, by: .here) }
    }

    struct Roles: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give an account other roles.")

        @OptionGroup var data: DataOption
        @Argument(help: "The account.") var name: String
        @Argument(help: "All its roles from now on: \(WordList<Role>.allNames).") var roles: WordList<Role>

        func run() throws { try data.openPlatform().accounts.change(name, roles: roles.words, by: .here) }
    }
}
