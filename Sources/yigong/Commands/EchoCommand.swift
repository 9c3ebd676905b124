import ArgumentParser
import DICOM
import Foundation

struct EchoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "echo", abstract: "Ask a peer whether it is there (C-ECHO).")

    @OptionGroup var data: DataOption
    @OptionGroup var peer: PeerOption

    func run() throws {
        let start = Date()
        let association = try peer.connect(
            in: data, .contexts([(SOPClass.verification.uid, [.explicitVRLittleEndian, .implicitVRLittleEndian], .default)]))
        let status = try ServiceUser(association).echo()
        try association.release()
        guard status == .success else { throw ValidationError("\(association.calledAE) answered \(status)") }
        print("\(association.calledAE) answers, in \(Int(Date().timeIntervalSince(start) * 1000)) ms (\(association.implementationVersionName))")
    }
}
