import ArgumentParser
import DICOM
import Runtime

/// A DICOM application to connect to: a known peer by its AE title, or any by `TITLE@HOST:PORT`.
struct PeerOption: ParsableArguments {
    @Argument(help: ArgumentHelp("The peer: an AE title known by `yigong peer`, or TITLE@HOST:PORT.", valueName: "peer")) var peer: String
    @Option(help: ArgumentHelp("The AE title to call ourselves.", valueName: "title")) var callingAE = "YIGONG"

    struct Address {
        let aeTitle: String
        let address: PeerAddress
        let usesTLS: Bool
    }

    func resolve(in data: DataOption) throws -> Address {
        guard let at = peer.lastIndex(of: "@") else {
            guard let known = try data.openPlatform().peers.peer(aeTitle: peer) else {
                throw ValidationError("“\(peer)” is not a known peer; enter it with `yigong peer add`, or say TITLE@HOST:PORT")
            }
            return Address(
                aeTitle: known.aeTitle, address: PeerAddress(host: known.host, port: UInt16(clamping: known.port)), usesTLS: known.usesTLS)
        }
        let rest = peer[peer.index(after: at)...]
        guard let colon = rest.lastIndex(of: ":"), let port = UInt16(rest[rest.index(after: colon)...]), colon > rest.startIndex else {
            throw ValidationError("“\(peer)” is not TITLE@HOST:PORT")
        }
        return Address(aeTitle: String(peer[..<at]), address: PeerAddress(host: String(rest[..<colon]), port: port), usesTLS: false)
    }

    func connect(in data: DataOption, _ contexts: [ProposedContext]) throws -> Association {
        let target = try resolve(in: data)
        let tls = target.usesTLS ? try TLSIdentity(certificate: nil, key: nil, trusted: nil, verification: .none) : nil
        return try Association.request(
            to: target.address, callingAE: callingAE, calledAE: target.aeTitle, contexts: contexts, tls: tls)
    }
}
