import ArgumentParser
import ECG
import Foundation
import Recorders

extension ECGCommand {
    struct Measure: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "measure", abstract: "Measure recordings and say what the rules find in them.",
            discussion: """
                The program assists and does not diagnose. Critical values come from a profile: \
                \(CriticalProfile.all.map(\.name).joined(separator: ", ")), or a JSON file with thresholds of your own \
                ({"name": …, "longestRR": seconds, "slowestRate": …, "fibrillationRate": …, "stElevation": mV, …}).
                """)

        @Argument(help: ArgumentHelp("Recordings of any format; of a WFDB record its name will do.", valueName: "file")) var files: [String]
        @Option(help: ArgumentHelp("Critical values: a profile's name or a JSON file.", valueName: "profile")) var profile = CriticalProfile.provincial.name
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            let profile = try chosenProfile()
            var reports: [MeasurementReport] = []
            try ECGCommand.each(files) { file, recording in
                let report = try MeasurementReport(recording, file: file, profile: profile)
                if json { reports.append(report) } else { report.print() }
            } finally: {
                if json { try ECGCommand.printJSON(reports, of: files) }
            }
        }

        private func chosenProfile() throws -> CriticalProfile {
            if let known = CriticalProfile.all.first(where: { $0.name == profile }) { return known }
            do {
                return try JSONDecoder().decode(CriticalProfile.self, from: Data(contentsOf: URL(fileURLWithPath: profile)))
            } catch {
                throw ValidationError("“\(profile)” is neither a profile nor a JSON file with thresholds: \(error.localizedDescription)")
            }
        }
    }
}

extension MeasurementReport {
    func print() {
        let measured = analysis.measurements
        func number(_ value: Double?, _ unit: String) -> String { value.map { "\(Int($0.rounded())) \(unit)" } ?? "—" }
        Swift.print("\(file): \(analysis.delineation.beats.count) beats, \(analysis.triage.rawValue)")
        Swift.print(
            "  rate \(number(measured.heartRate, "/min"))  PR \(number(measured.pr, "ms"))  QRS \(number(measured.qrs, "ms"))  "
                + "QT \(number(measured.qt, "ms"))  QTc \(number(measured.qtc?.bazett, "ms")) (Bazett)  "
                + "axes \(number(measured.axes.p, "°")) \(number(measured.axes.qrs, "°")) \(number(measured.axes.t, "°"))")
        if let holter { HolterReport(holter).print() }
        for statement in analysis.statements {
            let evidence = statement.evidence.map { "\($0.name) \($0.value.short) \($0.unit)" }.joined(separator: ", ")
            Swift.print("  \(statement.code)  \(statement.chinese)  \(statement.english)\(evidence.isEmpty ? "" : "  (\(evidence))")")
        }
    }
}
