/// Which roles the requestor of an association has in a presentation context (PS3.7 D.3.3.4).
public enum ContextRole: UInt8, Sendable, Equatable {
    /// Not negotiated: the requestor is SCU, the acceptor is SCP.
    case `default` = 0
    case scu = 1
    /// As a C-GET needs it: what was asked for comes back over the same association.
    case scp = 2
    case both = 3

    /// Whether the requestor may be sent requests.
    public var includesSCP: Bool { self == .scp || self == .both }
}

/// A presentation context that a requestor proposes (PS3.8 9.3.2.2).
public struct ProposedContext: Sendable, Equatable {
    /// Odd, 1 … 255.
    public let id: UInt8
    /// The UID of a SOP class.
    public let abstractSyntax: String
    /// In the requestor's order of preference.
    public let transferSyntaxes: [TransferSyntax]
    public let role: ContextRole

    public init(id: UInt8, abstractSyntax: String, transferSyntaxes: [TransferSyntax], role: ContextRole = .default) {
        self.id = id
        self.abstractSyntax = abstractSyntax
        self.transferSyntaxes = transferSyntaxes
        self.role = role
    }
}

extension Array where Element == ProposedContext {
    /// Numbers the contexts 1, 3, 5 …; at most 128 fit into an association.
    public static func contexts(
        _ proposals: [(abstractSyntax: String, transferSyntaxes: [TransferSyntax], role: ContextRole)]
    ) -> [ProposedContext] {
        proposals.prefix(128).enumerated().map { index, proposal in
            ProposedContext(
                id: UInt8(index * 2 + 1), abstractSyntax: proposal.abstractSyntax,
                transferSyntaxes: proposal.transferSyntaxes, role: proposal.role)
        }
    }
}

/// A presentation context that both ends agreed upon.
public struct AcceptedContext: Sendable, Equatable {
    public let abstractSyntax: String
    public let transferSyntax: TransferSyntax
    public let role: ContextRole

    public init(abstractSyntax: String, transferSyntax: TransferSyntax, role: ContextRole = .default) {
        self.abstractSyntax = abstractSyntax
        self.transferSyntax = transferSyntax
        self.role = role
    }
}

/// What an acceptor answers to one proposed context (PS3.8 Table 9-18).
public enum ContextAnswer: Sendable, Equatable {
    /// With one of the proposed transfer syntaxes. A role is answered only where one was proposed.
    case accept(TransferSyntax, role: ContextRole = .default)
    case refuse(ContextRefusal)
}

public enum ContextRefusal: UInt8, Sendable, Equatable {
    case userRejection = 1
    case noReason = 2
    case abstractSyntaxNotSupported = 3
    case transferSyntaxesNotSupported = 4
}

/// An A-ASSOCIATE-RQ, as an acceptor sees it.
public struct AssociationRequest: Sendable {
    public let callingAE: String
    public let calledAE: String
    /// Numeric address and port.
    public let peer: String
    public let implementationClassUID: String
    public let implementationVersionName: String
    /// What the requestor receives; 0 if unlimited.
    public let maximumPDULength: Int
    public let isSecure: Bool
    public let contexts: [ProposedContext]

    /// The address without the port.
    public var peerHost: String {
        guard let colon = peer.lastIndex(of: ":") else { return peer }
        let host = peer[..<colon]
        return host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : String(host)
    }

    /// Whether the requestor sits on this machine.
    public var isFromLoopback: Bool {
        peerHost.hasPrefix("127.") || peerHost == "::1" || peerHost.hasPrefix("::ffff:127.")
    }
}

/// What becomes of an association request.
public enum AssociationDecision: Sendable {
    /// Answers by context ID; a context that is not named is refused as an unsupported abstract syntax.
    case accept([UInt8: ContextAnswer])
    case reject(AssociationRejection)
}
