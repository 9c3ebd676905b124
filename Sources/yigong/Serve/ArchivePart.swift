import Archive
import DICOM
import Logging
import Runtime
import Server
import ServiceLifecycle

/// The archive and its DICOM port as a part of the server.
struct ArchivePart {
    let archive: Archive
    let dicom: DICOMService
    private let volumes: VolumeCache

    init(settings: ServeSettings, folder: DataFolder, platform: Platform) throws {
        guard DataDictionary.count > 0 else {
            throw Refusal(.conflict, "DCMTK's data dictionary is not found: it comes with Debian's libdcmtk17; DCMDICTPATH may name another")
        }
        archive = try Archive.open(
            ArchiveOptions(folder: folder.path, compression: try settings.compression), log: Logger(label: "archive"))
        volumes = VolumeCache(archive: archive, bound: try settings.volumeMemory)
        dicom = try DICOMService(
            archive: archive,
            options: DICOMServiceOptions(
                host: settings.dicom.host, port: UInt16(settings.dicom.port), aeTitle: settings.aeTitle,
                unknownPeers: try settings.unknownPeers, tls: try settings.dicomTLS),
            peers: PlatformPeers(peers: platform.peers), recorder: AuditedAccess(audit: platform.audit), log: Logger(label: "dicom"))
    }

    func part(_ settings: ServeSettings, audit: AuditTrail) -> ServerPart {
        let aeTitle = settings.aeTitle
        let web = DICOMweb(archive: archive, audit: audit, configuration: settings.server, aeTitle: aeTitle)
        return ServerPart(
            start: { [dicom] in try dicom.start() },
            services: [ArchiveService(archive: archive), DICOMListening(dicom: dicom)],
            routes: [
                web.add, ArchiveRoutes(archive: archive, audit: audit).add, AsideRoutes(archive: archive, audit: audit).add,
                VolumeRoutes(archive: archive, volumes: volumes, audit: audit).add, ExportRoutes(archive: archive, audit: audit).add,
            ],
            announcement: { [dicom] in "dicom \(aeTitle)@\(Endpoint(host: settings.dicom.host, port: Int(dicom.port)))" })
    }
}

/// Closes the archive when everything that uses it has stopped.
private struct ArchiveService: Service {
    let archive: Archive

    func run() async throws {
        archive.startHousekeeping()
        try? await gracefulShutdown()
        try archive.close()
    }
}

private struct DICOMListening: Service {
    let dicom: DICOMService

    func run() async throws {
        try? await gracefulShutdown()
        dicom.stop()
    }
}

/// The platform's peers as the archive asks for them.
struct PlatformPeers: PeerDirectory {
    let peers: Peers

    func peer(aeTitle: String) throws -> KnownPeer? {
        try peers.peer(aeTitle: aeTitle).map { peer in
            KnownPeer(
                aeTitle: peer.aeTitle, host: peer.host, port: UInt16(clamping: peer.port), usesTLS: peer.usesTLS,
                rights: Set(peer.rights.map(KnownPeer.Right.init)), charset: peer.characterSet)
        }
    }
}

extension KnownPeer.Right {
    init(_ right: Peer.Right) {
        self =
            switch right {
            case .echo: .echo
            case .store: .store
            case .find: .find
            case .move: .move
            case .get: .get
            }
    }
}

/// What DICOM peers do, in the access audit.
private struct AuditedAccess: AccessRecorder {
    let audit: AuditTrail

    func record(_ access: DIMSEAccess) {
        let action: AuditAction =
            switch access.action {
            case .stored: .studyStore
            case .queried: .studyQuery
            case .sent: .studyRead
            case .refused: "association.refuse"
            }
        let actor = Actor(name: "dicom:\(access.callingAE)", origin: access.peerHost)
        for study in access.studies.isEmpty ? [""] : access.studies {
            audit.note(
                AuditEvent(
                    action, by: actor, on: "study", study, outcome: access.action == .refused ? .refused : .done, detail: access.detail))
        }
    }
}
