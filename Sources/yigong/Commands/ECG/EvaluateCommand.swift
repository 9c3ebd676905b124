import ArgumentParser
import ECG
import Foundation
import Recorders

extension ECGCommand {
    struct Evaluate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "evaluate", abstract: "Score delineation against the annotations of a WFDB folder.",
            discussion: """
                A detection matches the nearest mark within 150 ms; detections count inside the annotated span and 50 ms around it. \
                Records whose leads have annotations of their own (LUDB: 1.i, 1.ii …) are scored lead by lead, others by one annotator \
                (QTDB: --annotator q1c), where the lead nearest to each mark counts. Errors are found minus marked, in milliseconds.
                """)

        @Argument(help: ArgumentHelp("A folder with .hea files, or a record.", valueName: "folder")) var folder: String
        @Option(help: ArgumentHelp("The annotator of the recording as a whole.", valueName: "name")) var annotator: String?
        @Option(help: ArgumentHelp("Score this lead only; all leads are still used to find waves.", valueName: "lead")) var lead: String?
        @Option(help: ArgumentHelp("Of the records in order, this part: odd or even.", valueName: "part")) var records: Part = .all
        @Flag(help: "Use nothing but the lead that is scored.") var alone = false
        @Flag(help: "Print JSON.") var json = false

        enum Part: String, ExpressibleByArgument { case all, odd, even }

        func run() throws {
            let records = try recordPaths()
            let progress = Progress("evaluating", total: records.count)
            var report = EvaluationReport()
            for (index, path) in records.enumerated() {
                progress.show(index, URL(fileURLWithPath: path).lastPathComponent)
                do {
                    try score(path, into: &report)
                } catch let error as RecordingError {
                    Terminal.note("\(path): \(error)")
                } catch let error as ECGError {
                    Terminal.note("\(path): \(error)")
                }
            }
            progress.finish()
            guard report.records > 0 else { throw ValidationError("no record in \(folder) has annotations to score against") }
            if json { try Terminal.json(report) } else { report.print() }
        }

        private func recordPaths() throws -> [String] {
            let manager = FileManager.default
            var isFolder: ObjCBool = false
            guard manager.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else { return [folder] }
            // PhysioNet keeps the records of some databases in folders below, which RECORDS names.
            let names = try manager.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".hea") }.map { String($0.dropLast(4)) }
                .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
            return names.enumerated().filter { records == .all || ($0.offset % 2 == 0) == (records == .odd) }.map { folder + "/" + $0.element }
        }

        private func score(_ path: String, into report: inout EvaluationReport) throws {
            let recording = try RecordingFile(path: path).recording
            let marks: [(lead: String?, waves: ReferenceWaves)]
            if let annotator {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: path + "." + annotator))
                let read = try WFDBAnnotation.read([UInt8](bytes), sampleRate: recording.sampleRate)
                marks = [(nil, ReferenceWaves(read.map { ($0.sample, $0.symbol) }))]
            } else {
                let byLead = Dictionary(grouping: recording.annotations, by: \.lead)
                let ofLeads = byLead.filter { $0.key != nil && (lead == nil || $0.key == lead) }
                marks = (ofLeads.isEmpty ? byLead : ofLeads).map { ($0.key, ReferenceWaves($0.value.map { ($0.sample, $0.code) })) }
            }
            let whole = alone ? nil : try Delineation(recording)
            for (name, waves) in marks where waves.span != nil {
                var used = recording
                used.leads = recording.leads.filter { $0.name == name ?? lead ?? $0.name }
                guard !used.leads.isEmpty else { continue }
                let found = try whole ?? Delineation(used)
                var score = DelineationScore()
                score.add(waves, found, leads: used.leads.map(\.name))
                report.add(score, lead: name ?? lead ?? "best")
            }
            if !marks.isEmpty { report.records += 1 }
        }
    }
}
