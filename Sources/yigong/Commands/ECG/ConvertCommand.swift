import ArgumentParser
import ECG
import Foundation
import Recorders

extension ExportFormat: ExpressibleByArgument {}

extension ECGCommand {
    struct Convert: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "convert", abstract: "Write a recording in another format.",
            discussion: """
                The samples stay the same numbers. Example: yigong ecg convert cart.xml --to dicom -o cart.dcm

                json is {"format": "yigong-ecg", "sampleRate": …, "leads": [{"name", "scale" (µV a unit), "zero", "samples"}], \
                "facts": {…}, "annotations": […], "medianBeat": {…}}; null stands for a sample that is missing.
                """)

        @Argument(help: ArgumentHelp("The recording.", valueName: "file")) var file: String
        @Option(help: ArgumentHelp("One of \(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "format")) var to: ExportFormat
        @Option(name: .shortAndLong, help: ArgumentHelp("The file to write; - for standard output.", valueName: "file")) var output: String

        func run() throws {
            do {
                let source = try RecordingFile(path: file)
                for warning in source.warnings { Terminal.note("\(file): warning: \(warning)") }
                let bytes = Data(try source.recording.encoded(as: to))
                if output == "-" { try FileHandle.standardOutput.write(contentsOf: bytes) } else { try bytes.write(to: URL(fileURLWithPath: output)) }
            } catch let error as RecordingError {
                Terminal.note("\(file): \(error)")
                throw ExitCode.failure
            }
        }
    }
}
