import ArgumentParser
import ECG
import Foundation
import Recorders

extension ECGCommand {
    /// Works on each file. One that cannot be read or measured is named on standard error, the others are still done, and the exit
    /// status is 1.
    static func each(_ files: [String], _ work: (String, Recording) throws -> Void, finally: () throws -> Void) throws {
        var failed = false
        for file in files {
            do {
                let source = try RecordingFile(path: file)
                for warning in source.warnings { Terminal.note("\(file): warning: \(warning)") }
                try work(file, source.recording)
            } catch let error as RecordingError {
                failed = true
                Terminal.note("\(file): \(error)")
            } catch let error as ECGError {
                failed = true
                Terminal.note("\(file): \(error)")
            }
        }
        try finally()
        if failed { throw ExitCode.failure }
    }

    /// One object for one file, an array for several; on one line, as waves make many numbers.
    static func printJSON(_ reports: [some Encodable], of files: [String]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if files.count > 1 { return Terminal.line(String(decoding: try encoder.encode(reports), as: UTF8.self)) }
        if let report = reports.first { Terminal.line(String(decoding: try encoder.encode(report), as: UTF8.self)) }
    }
}
