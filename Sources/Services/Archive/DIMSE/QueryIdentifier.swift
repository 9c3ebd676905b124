import DICOM

/// The identifier of a C-FIND, C-MOVE or C-GET request (PS3.4 C.4.1.1.3, C.4.2.1.4).
struct QueryIdentifier {
    let level: Query.Level
    let dataSet: DataSet

    /// - Throws: `DICOMError` where the level is missing or not one of the model's.
    init(_ dataSet: DataSet, model: String) throws {
        guard let term = dataSet.string(.queryRetrieveLevel) else {
            throw DICOMError(.malformed, "QueryRetrieveLevel is missing", tag: .queryRetrieveLevel)
        }
        guard let level = Query.Level(term: term), level != .patient || Self.hasPatientLevel(model) else {
            throw DICOMError(.malformed, "QueryRetrieveLevel “\(term)” is not a level of this model", tag: .queryRetrieveLevel)
        }
        self.level = level
        self.dataSet = dataSet
    }

    private static func hasPatientLevel(_ model: String) -> Bool {
        ![SOPClass.studyRootFind, .studyRootMove, .studyRootGet].map(\.uid).contains(model)
    }

    /// The question of a C-FIND: each attribute is to be matched, unless empty, and returned.
    var query: Query {
        var keys: [Tag: Match] = [:]
        var returned: Set<Tag> = []
        for element in dataSet where !Self.isAboutTheQuery(element.tag) {
            returned.insert(element.tag)
            if let match = Self.match(element) { keys[element.tag] = match }
        }
        return Query(level: level, keys: keys, returned: .listed(returned))
    }

    /// The objects that a C-MOVE or C-GET names: by the unique keys down to its level.
    func scope() throws -> ArchiveScope {
        let scope = ArchiveScope(
            patientID: level == .patient ? dataSet.string(.patientID) : nil, studies: dataSet.strings(.studyInstanceUID),
            series: level >= .series ? dataSet.strings(.seriesInstanceUID) : [],
            instances: level >= .instance ? dataSet.strings(.sopInstanceUID) : [])
        let isNamed =
            switch level {
            case .patient: scope.patientID != nil
            case .study: !scope.studies.isEmpty
            case .series: !scope.series.isEmpty
            case .instance: !scope.instances.isEmpty
            }
        guard isNamed else { throw DICOMError(.malformed, "the unique key of level \(level.term) is missing") }
        return scope
    }

    private static func match(_ element: Element) -> Match? {
        if element.vr == .SQ {
            guard let item = element.item(0) else { return nil }
            let inner = item.compactMap { element in match(element).map { (element.tag, $0) } }
            return inner.isEmpty ? nil : .sequence(Dictionary(inner, uniquingKeysWith: { first, _ in first }))
        }
        // Values were decoded before they were parted; a backslash between them cannot be half a character any more.
        return Match(element.strings.joined(separator: "\\"), vr: element.vr)
    }

    private static func isAboutTheQuery(_ tag: Tag) -> Bool {
        tag.isGroupLength || Query.givenByService.contains(tag) || tag == .timezoneOffsetFromUTC
    }
}
