import Archive
import ArgumentParser
import Foundation

struct CompressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compress", abstract: "Compress objects at rest now, without loss.",
        discussion: """
            Every frame is decoded again and compared before the original goes. A running server does the same in the background \
            by its setting `compression`. Example: yigong compress CT:0:htj2k,*:30:jpeg-ls
            """)

    @OptionGroup var data: DataOption
    @Argument(help: ArgumentHelp("MODALITY:DAYS:METHOD, with commas between; * is any modality.", valueName: "policies")) var policies: String
    @Flag(help: "Print the report as JSON.") var json = false

    func run() throws {
        let policies = try CompressionPolicy.list(policies)
        let report = try data.withExclusiveArchive { archive in
            let progress = Progress("compressing", total: nil)
            defer { progress.finish() }
            return try archive.compress(by: policies) { report in
                progress.show(report.objects + report.skipped, "\(String(format: "%.2f", report.ratio)) : 1, \(Int(report.rate)) MB/s")
                return true
            }
        }
        if json { return try Terminal.json(report) }
        print(
            "\(report.objects) objects compressed, \(report.skipped) left as they are: \(readableBytes(report.bytesBefore)) → "
                + "\(readableBytes(report.bytesAfter)), \(String(format: "%.2f", report.ratio)) : 1 at \(Int(report.rate)) MB/s")
    }
}
