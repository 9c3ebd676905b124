import DICOM

/// Answers the presentation contexts of a request (PS3.8 9.3.3.2).
struct Negotiation {
    let standing: PeerStanding

    /// Service classes that are not storage; whatever else is proposed is taken for a storage class, known or not.
    private static let otherServices: [String] = [
        "1.2.840.10008.1.", "1.2.840.10008.3.", "1.2.840.10008.5.1.1.", "1.2.840.10008.5.1.4.1.2.", "1.2.840.10008.5.1.4.31",
        "1.2.840.10008.5.1.4.32", "1.2.840.10008.5.1.4.33", "1.2.840.10008.5.1.4.34.4", "1.2.840.10008.5.1.4.34.6", "1.2.840.10008.5.1.4.34.8",
        "1.2.840.10008.5.1.4.37", "1.2.840.10008.5.1.4.38.2", "1.2.840.10008.5.1.4.38.3", "1.2.840.10008.5.1.4.38.4",
        "1.2.840.10008.5.1.4.39.2", "1.2.840.10008.5.1.4.39.3", "1.2.840.10008.5.1.4.39.4", "1.2.840.10008.5.1.4.41", "1.2.840.10008.5.1.4.42",
    ]
    /// In the print group, but storage all the same.
    private static let storedPrints: Set<String> = ["1.2.840.10008.5.1.1.27", "1.2.840.10008.5.1.1.29", "1.2.840.10008.5.1.1.30"]

    static let queries: [String: KnownPeer.Right] = [
        SOPClass.patientRootFind.uid: .find, SOPClass.studyRootFind.uid: .find, SOPClass.patientStudyOnlyFind.uid: .find,
        SOPClass.patientRootMove.uid: .move, SOPClass.studyRootMove.uid: .move, SOPClass.patientStudyOnlyMove.uid: .move,
        SOPClass.patientRootGet.uid: .get, SOPClass.studyRootGet.uid: .get, SOPClass.patientStudyOnlyGet.uid: .get,
    ]

    /// Data sets of queries are small and always rewritten, so only plain syntaxes are worth taking.
    private static let querySyntaxes: [TransferSyntax] = [.explicitVRLittleEndian, .implicitVRLittleEndian, .explicitVRBigEndian]

    static func isStorage(_ abstractSyntax: String) -> Bool {
        storedPrints.contains(abstractSyntax) || !otherServices.contains(where: abstractSyntax.hasPrefix)
    }

    func answers(to contexts: [ProposedContext]) -> [UInt8: ContextAnswer] {
        Dictionary(contexts.map { ($0.id, answer(to: $0)) }, uniquingKeysWith: { first, _ in first })
    }

    private func answer(to context: ProposedContext) -> ContextAnswer {
        if context.abstractSyntax == SOPClass.verification.uid {
            return standing.rights.contains(.echo) ? accept(context, Self.querySyntaxes) : .refuse(.userRejection)
        }
        if let right = Self.queries[context.abstractSyntax] {
            return standing.rights.contains(right) ? accept(context, Self.querySyntaxes) : .refuse(.userRejection)
        }
        guard Self.isStorage(context.abstractSyntax) else { return .refuse(.abstractSyntaxNotSupported) }
        if context.role.includesSCP, standing.rights.contains(.get) {
            // We will send over it: what every reader can decode, where it is offered.
            let syntax = [.explicitVRLittleEndian, .implicitVRLittleEndian].first(where: context.transferSyntaxes.contains)
            guard let syntax = syntax ?? context.transferSyntaxes.first else { return .refuse(.transferSyntaxesNotSupported) }
            return .accept(syntax, role: context.role)
        }
        guard standing.rights.contains(.store) else { return .refuse(.userRejection) }
        // The sender's first choice, so that it need not convert; but explicit value representations over implicit ones.
        let proposed = context.transferSyntaxes
        guard var syntax = proposed.first else { return .refuse(.transferSyntaxesNotSupported) }
        if syntax == .implicitVRLittleEndian, proposed.contains(.explicitVRLittleEndian) { syntax = .explicitVRLittleEndian }
        return .accept(syntax, role: context.role)
    }

    private func accept(_ context: ProposedContext, _ syntaxes: [TransferSyntax]) -> ContextAnswer {
        guard let syntax = syntaxes.first(where: context.transferSyntaxes.contains) else { return .refuse(.transferSyntaxesNotSupported) }
        return .accept(syntax)
    }
}
