import ArgumentParser
import ECG
import Foundation
import Recorders

extension ECGCommand {
    struct Info: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "info", abstract: "Show what recordings hold.",
            discussion: "With --json: an object for one file, an array for several. A file that cannot be read is named on standard error, and the exit status is 1.")

        @Argument(help: ArgumentHelp("Recordings of any format; of a WFDB record its name will do.", valueName: "file")) var files: [String]
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            var failed = false
            var reports: [RecordingInfo] = []
            for file in files {
                do throws(RecordingError) {
                    reports.append(RecordingInfo(try RecordingFile(path: file), name: file))
                } catch {
                    failed = true
                    Terminal.note("\(file): \(error)")
                }
            }
            if json {
                if files.count == 1 { try reports.first.map(Terminal.json) } else { try Terminal.json(reports) }
            } else {
                for report in reports { report.print() }
            }
            if failed { throw ExitCode.failure }
        }
    }
}
