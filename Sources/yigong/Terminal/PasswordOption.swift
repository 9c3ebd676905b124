import ArgumentParser
import Runtime

/// Where a new password comes from: generated and shown once, or read from standard input. Never from an argument, which
/// every user of the machine could see.
struct PasswordOption: ParsableArguments {
    @Flag(help: "Read the password from the first line of standard input instead of generating one.")
    var passwordStdin = false

    struct Chosen {
        let text: String
        let isGenerated: Bool

        func showIfGenerated(for name: String) {
            guard isGenerated else { return }
            Terminal.note("the password of “\(name)”, shown this once:")
            print(text)
        }
    }

    func read() throws -> Chosen {
        guard passwordStdin else { return Chosen(text: PasswordRule.generate(), isGenerated: true) }
        guard let line = readLine(strippingNewline: true), !line.isEmpty else {
            throw ValidationError("no password on standard input")
        }
        return Chosen(text: line, isGenerated: false)
    }
}
