import Archive
import DICOM
import Database
import ECG
import Logging
import Recorders
import Runtime
import Server
import ServiceLifecycle

/// The recordings of ECGs and the ways in which they come, as a part of the server.
struct RecordersPart {
    let store: RecordingStore
    let reports: ECGReportStore

    init(database: Database, folder: DataFolder) throws {
        store = try RecordingStore(database: database, folder: folder.path + "/ecg", judge: Self.judge)
        reports = try ECGReportStore(database: database)
    }

    func part(_ settings: ServeSettings, archive: Archive, audit: AuditTrail) -> ServerPart {
        var services: [any Service] = [ArchivedRecordings(archive: archive, store: store)]
        if let folder = settings.recordingInbox { services.append(InboxService(inbox: RecordingInbox(folder: folder, store: store))) }
        if let endpoint = settings.recordingPort { services.append(MLLPService(port: RecordingMLLPPort(store: store), endpoint: endpoint)) }
        return ServerPart(services: services, routes: [
            RecordingRoutes(store: store, audit: audit).add, ECGReadingRoutes(store: store, audit: audit).add,
            ECGReportRoutes(store: store, reports: reports, audit: audit).add,
        ])
    }

    /// What the list says of a recording the moment it arrives: critical ones go on top.
    private static func judge(_ recording: Recording) -> RecordingStore.Judgement {
        guard recording.duration <= longestJudged, let analysis = try? ECGAnalysis(recording) else { return RecordingStore.Judgement() }
        return RecordingStore.Judgement(heartRate: analysis.measurements.heartRate, triage: analysis.triage.rawValue)
    }

    /// Seconds; a recording of hours is looked at when it is opened.
    private static let longestJudged = 900.0
}

extension ServeSettings {
    /// `ecg.inbox`: a folder into which recorders write.
    var recordingInbox: String? { reader.string(forKey: "ecg.inbox") }

    /// `ecg.hl7`: where ORU messages with embedded recordings are received, such as `0.0.0.0:2575`.
    var recordingPort: Endpoint? { reader.string(forKey: "ecg.hl7").flatMap { Endpoint($0) } }
}

private struct InboxService: Service {
    let inbox: RecordingInbox

    func run() async throws {
        await cancelWhenGracefulShutdown { await inbox.run() }
    }
}

private struct MLLPService: Service {
    let port: RecordingMLLPPort
    let endpoint: Endpoint

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await port.listen(host: endpoint.host, port: endpoint.port) }
        } catch is CancellationError {}
    }
}

/// Lists the waveforms that modalities sent to the archive among the recordings.
private struct ArchivedRecordings: Service {
    private static let mark = "archive"
    /// 12-lead, general, ambulatory and 32-bit general ECG (PS3.4 B.5).
    private static let classes = ["1", "2", "3", "4"].map { "1.2.840.10008.5.1.4.1.1.9.1.\($0)" }

    let archive: Archive
    let store: RecordingStore

    func run() async throws {
        let log = Logger(label: "recordings")
        try await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do { try await offload { try take() } } catch { log.error("ECGs of the archive: \(error)") }
                try? await Task.sleep(for: .seconds(2))
            }
        }
    }

    /// How far it has come is written after what was taken: a stop between the two takes the same bytes again, which is no change.
    private func take() throws {
        let newest = try archive.newestInstance()
        var position = try store.mark(Self.mark)
        // The index was made anew.
        if newest < position { position = 0 }
        while position < newest {
            let instances = try archive.instances(ofClasses: Self.classes, after: position, through: newest, limit: 16)
            for instance in instances { try take(instance) }
            position = instances.last?.id ?? newest
            try store.setMark(Self.mark, to: position)
        }
    }

    private func take(_ instance: StoredInstance) throws {
        let object = try archive.open(instance)
        var bytes = try PartTen.header(
            sopClassUID: instance.sopClassUID, sopInstanceUID: instance.sopInstanceUID, transferSyntax: instance.transferSyntax)
        object.dataSet.withUnsafeBytes { bytes += $0 }
        _ = try store.keep(RecordingSource(bytes: bytes, name: instance.sopInstanceUID + ".dcm"), origin: "dicom \(instance.sopInstanceUID)")
    }
}
