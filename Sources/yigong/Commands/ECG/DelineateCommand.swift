import ArgumentParser
import ECG
import Foundation
import Recorders

extension ECGCommand {
    struct Delineate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "delineate", abstract: "Find P, QRS and T in each lead and over all leads.",
            discussion: """
                With --json: {"fs": …, "leads": {"II": {"P": [[onset, peak, end], …], "QRS": …, "T": …}, …}, "global": {…}}, in samples \
                of the recording; an array of such objects for several files.
                """)

        @Argument(help: ArgumentHelp("Recordings of any format; of a WFDB record its name will do.", valueName: "file")) var files: [String]
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            var reports: [DelineationReport] = []
            try ECGCommand.each(files) { file, recording in
                let names = recording.leads.map(\.name)
                let report = DelineationReport(try Delineation(recording), file: file, leads: names)
                if json { return reports.append(report) }
                print("\(file): \(report.global.QRS.count) beats, \(report.fs.short) samples a second; onset-peak-end in samples")
                let row = { (name: String, waves: DelineationReport.Waves) in
                    [name] + [waves.P, waves.QRS, waves.T].map { $0.map { $0.map(String.init).joined(separator: "-") }.joined(separator: " ") }
                }
                Terminal.table(["lead", "P", "QRS", "T"], [row("all", report.global)] + names.compactMap { name in report.leads[name].map { row(name, $0) } })
            } finally: {
                if json { try ECGCommand.printJSON(reports, of: files) }
            }
        }
    }
}
