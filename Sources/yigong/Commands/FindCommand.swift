import Archive
import ArgumentParser
import DICOM

struct FindCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "find", abstract: "Find studies, here or at a peer (C-FIND).",
        discussion: """
            Example: yigong find 张三     yigong find zs --modality CT --date 20260101-20260131
                     yigong find --at OLDPACS --name 'ZHANG*'
            """)

    @OptionGroup var data: DataOption
    @Argument(help: "A name in Chinese, pinyin or by initials, a patient ID or an accession number.") var text: String?
    @Option(help: ArgumentHelp("Patient's name; * and ? are wildcards.", valueName: "pattern")) var name: String?
    @Option(help: ArgumentHelp("Patient ID.", valueName: "id")) var patient: String?
    @Option(help: ArgumentHelp("Accession number.", valueName: "number")) var accession: String?
    @Option(help: ArgumentHelp("Study date: 20260501, or a range 20260501-20260531.", valueName: "date")) var date: String?
    @Option(help: ArgumentHelp("Modality in the study.", valueName: "modality")) var modality: String?
    @Option(help: ArgumentHelp("At most this many.", valueName: "count")) var limit = 100
    @Option(help: ArgumentHelp("Ask this peer instead: a known AE title, or TITLE@HOST:PORT.", valueName: "peer")) var at: String?
    @Flag(help: "Print JSON.") var json = false

    private struct Study: Encodable {
        let studyInstanceUID: String
        let patientName: String
        let patientID: String
        let studyDate: String
        let modalities: [String]
        let description: String
        let accessionNumber: String
        let series: Int?
        let instances: Int?

        init(_ answer: DataSet) {
            studyInstanceUID = answer.string(.studyInstanceUID) ?? ""
            patientName = answer.string(.patientName) ?? ""
            patientID = answer.string(.patientID) ?? ""
            studyDate = answer.string(.studyDate) ?? ""
            modalities = answer.strings(.modalitiesInStudy)
            description = answer.string(.studyDescription) ?? ""
            accessionNumber = answer.string(.accessionNumber) ?? ""
            series = answer.int(.numberOfStudyRelatedSeries)
            instances = answer.int(.numberOfStudyRelatedInstances)
        }
    }

    private static let returned: Set<Tag> = [
        .studyInstanceUID, .patientName, .patientID, .studyDate, .modalitiesInStudy, .studyDescription, .accessionNumber,
        .numberOfStudyRelatedSeries, .numberOfStudyRelatedInstances,
    ]

    func run() throws {
        let studies = try at == nil ? findHere() : findAtPeer()
        if json { return try Terminal.json(studies) }
        guard !studies.isEmpty else { return Terminal.note("no study matches") }
        Terminal.table(
            ["DATE", "NAME", "PATIENT ID", "MODALITY", "IMAGES", "DESCRIPTION", "STUDY INSTANCE UID"],
            studies.map {
                [
                    $0.studyDate, $0.patientName, $0.patientID, $0.modalities.joined(separator: "/"), $0.instances.map(String.init) ?? "",
                    $0.description, $0.studyInstanceUID,
                ]
            })
    }

    private var keys: [(Tag, String)] {
        [(.patientName, name), (.patientID, patient), (.accessionNumber, accession), (.studyDate, date), (.modalitiesInStudy, modality)]
            .compactMap { tag, value in value.map { (tag, $0) } }
    }

    private func findHere() throws -> [Study] {
        var query = Query(level: .study, returned: .listed(Self.returned), search: text, limit: limit)
        for (tag, value) in keys { query.keys[tag] = Match(value, vr: DataDictionary.vr(of: tag) ?? .LO) }
        return try data.withArchive { try $0.find(query).map { Study($0.attributes) } }
    }

    private func findAtPeer() throws -> [Study] {
        guard text == nil else { throw ValidationError("a peer knows no free search: use --name, --patient, --accession, --date or --modality") }
        let model = SOPClass.studyRootFind.uid
        var peer = PeerOption()
        peer.peer = at!
        peer.callingAE = "YIGONG"
        let association = try peer.connect(in: data, .contexts([(model, [.explicitVRLittleEndian, .implicitVRLittleEndian], .default)]))
        var identifier = DataSet(characterSet: .utf8)
        for tag in Self.returned { identifier.setEmpty(tag) }
        for (tag, value) in keys { identifier.set(tag, value) }
        identifier.set(.queryRetrieveLevel, "STUDY")
        var studies: [Study] = []
        let outcome = try ServiceUser(association).find(model, identifier: { try identifier.encode(transferSyntax: $0) }) { bytes, syntax in
            try bytes.withUnsafeBytes { studies.append(Study(try DataSet(parsing: $0, transferSyntax: syntax, stopAtPixelData: false))) }
            return studies.count < limit ? .more : .cancel
        }
        try association.release()
        guard outcome.status == .success || outcome.status == .cancel else { throw ValidationError("\(association.calledAE) answered \(outcome.status)") }
        return studies
    }
}
