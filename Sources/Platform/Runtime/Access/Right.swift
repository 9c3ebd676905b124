/// One thing that someone may be allowed to do. Whatever is not granted is refused.
public enum Right: String, Sendable, Hashable, CaseIterable, Codable {
    /// Search, open and download studies.
    case viewStudies
    /// Send studies in: STOW-RS, upload.
    case storeStudies
    /// Write, submit and review reports.
    case writeReports
    /// Move studies to the trash and bring them back.
    case deleteStudies
    /// Make and revoke API tokens for oneself.
    case useTokens
    case manageAccounts
    /// Name the DICOM applications this archive talks to, and what each may do.
    case managePeers
    /// Compression policy, verification, storage, metrics.
    case manageArchive
    case readAudit
    /// Work in the systems of the consortium; what is open there, each person's duties and the policies say.
    case useSystems
    /// See what laboratory analyzers send, claim results, order work.
    case useAnalyzers
    /// Links to analyzers and the profiles by which they are understood.
    case manageAnalyzers
}

/// What people are in this house: a named set of rights.
public enum Role: String, Sendable, Hashable, CaseIterable, Codable {
    case administrator
    case radiologist
    case technician
    /// Works in the systems of the consortium, by the duties that their posts give.
    case staff

    public var rights: Set<Right> {
        switch self {
        case .administrator: Set(Right.allCases)
        case .radiologist: [.viewStudies, .storeStudies, .writeReports, .useTokens, .useSystems]
        case .technician: [.viewStudies, .storeStudies, .useTokens, .useSystems, .useAnalyzers]
        case .staff: [.useSystems, .useTokens]
        }
    }
}

extension Set where Element: RawRepresentable, Element.RawValue == String {
    /// The form in which a set of roles or rights is kept in one column: raw values, sorted, comma between.
    var joined: String { map(\.rawValue).sorted().joined(separator: ",") }

    /// Reads `joined` back. A value this version does not know grants nothing.
    init(joined: String) { self = Set(joined.split(separator: ",").compactMap { Element(rawValue: String($0)) }) }
}
