import Archive
import ArgumentParser
import DICOM

struct SendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Send studies of the archive to a peer by C-STORE.",
        discussion: "Example: yigong send WORKSTATION --study 1.2.840.…   or   yigong send WS@10.0.8.9:104 --patient 4711")

    @OptionGroup var data: DataOption
    @OptionGroup var peer: PeerOption
    @OptionGroup var what: ScopeOption
    @Flag(help: "Print the report as JSON.") var json = false

    private struct Report: Encodable {
        var sent = 0
        var warnings = 0
        var failed: [Failure] = []

        struct Failure: Encodable {
            let sopInstanceUID: String
            let reason: String
        }
    }

    func run() throws {
        let report = try data.withArchive { archive in
            let instances = try archive.instances(in: what.scope)
            guard !instances.isEmpty else { throw ValidationError("nothing in the archive is that") }
            let association = try peer.connect(in: data, StoreUser.contexts(for: instances))
            var user = StoreUser(association: association)
            let progress = Progress("sending", total: instances.count)
            defer { progress.finish() }
            var report = Report()
            for (position, instance) in instances.enumerated() {
                switch try user.send(try archive.open(instance)) {
                case .sent: report.sent += 1
                case .warning: report.warnings += 1
                case .failed(let reason): report.failed.append(.init(sopInstanceUID: instance.sopInstanceUID, reason: reason))
                }
                progress.show(position + 1)
            }
            try association.release()
            return report
        }
        if json {
            try Terminal.json(report)
        } else {
            for failure in report.failed { Terminal.note("not sent \(failure.sopInstanceUID): \(failure.reason)") }
            print("\(report.sent + report.warnings) objects sent, \(report.failed.count) not")
        }
        if !report.failed.isEmpty { throw ExitCode(1) }
    }
}
