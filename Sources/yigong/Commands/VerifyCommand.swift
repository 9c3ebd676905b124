import Archive
import ArgumentParser
import Foundation

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Re-read every object and compare it with its digest.",
        discussion: "Reads the whole archive, the trash and what is kept aside included. Ends with 1 where anything is damaged.")

    @OptionGroup var data: DataOption
    @Flag(help: "Print the report as JSON.") var json = false

    private struct Report: Encodable {
        struct Fault: Encodable {
            let sopInstanceUID: String
            let studyInstanceUID: String
            let message: String
        }

        let objects: Int
        let bytes: Int64
        let aside: Int
        let seconds: Double
        let faults: [Fault]
    }

    func run() throws {
        let start = Date()
        let found = try data.withArchive { archive in
            var progress: Progress?
            defer { progress?.finish() }
            return try archive.verify { done, total in
                if progress == nil { progress = Progress("verifying", total: total) }
                progress?.show(done)
                return true
            }
        }
        let report = Report(
            objects: found.objects, bytes: found.bytes, aside: found.aside, seconds: Date().timeIntervalSince(start),
            faults: found.faults.map { .init(sopInstanceUID: $0.sopInstanceUID, studyInstanceUID: $0.studyInstanceUID, message: $0.message) })
        if json {
            try Terminal.json(report)
        } else {
            for fault in report.faults { print("damaged: instance \(fault.sopInstanceUID) of study \(fault.studyInstanceUID): \(fault.message)") }
            print(
                "\(report.objects) objects (\(readableBytes(report.bytes))) read in \(String(format: "%.1f", report.seconds)) s, \(report.faults.count) damaged")
        }
        if !report.faults.isEmpty { throw ExitCode(1) }
    }
}
