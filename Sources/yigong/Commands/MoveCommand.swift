import ArgumentParser
import DICOM

struct MoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Have a peer send a study to an AE title, by default to this archive (C-MOVE).",
        discussion: "Example: yigong move OLDPACS --study 1.2.840.…")

    @OptionGroup var data: DataOption
    @OptionGroup var peer: PeerOption
    @Option(help: ArgumentHelp("Study Instance UID.", valueName: "uid")) var study: String
    @Option(help: ArgumentHelp("One series of it.", valueName: "uid")) var series: String?
    @Option(help: ArgumentHelp("Where to: an AE title that the peer knows.", valueName: "title")) var to = "YIGONG"

    func run() throws {
        let model = SOPClass.studyRootMove.uid
        let association = try peer.connect(in: data, .contexts([(model, [.explicitVRLittleEndian, .implicitVRLittleEndian], .default)]))
        var identifier = DataSet(characterSet: .default)
        identifier.set(.queryRetrieveLevel, series == nil ? "STUDY" : "SERIES")
        identifier.set(.studyInstanceUID, study)
        if let series { identifier.set(.seriesInstanceUID, series) }
        var progress: Progress?
        let outcome = try ServiceUser(association).move(model, destination: to, identifier: { try identifier.encode(transferSyntax: $0) }) { counts in
            if progress == nil { progress = Progress("moving", total: counts.remaining + counts.completed + counts.failed + counts.warning) }
            progress?.show(counts.completed + counts.warning, "\(counts.failed) failed")
            return .more
        }
        progress?.finish()
        try association.release()
        let counts = outcome.suboperations
        print("\(counts.completed + counts.warning) objects moved, \(counts.failed) not")
        guard outcome.status == .success else {
            throw ValidationError("\(association.calledAE) ended with \(outcome.status)" + (outcome.comment.map { ": \($0)" } ?? ""))
        }
    }
}
