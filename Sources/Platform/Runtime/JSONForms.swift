// The shapes in which the runtime's values are shown to scripts: the HTTP API and `--json` of the command line agree.

extension Moment: Encodable {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(iso8601)
    }
}

extension Account: Encodable {
    private enum Keys: String, CodingKey { case id, name, displayName, roles, language, disabled, createdAt, lastLoginAt }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(id, forKey: .id)
        try container.encode(name, forKey: .name)
        try container.encode(displayName, forKey: .displayName)
        try container.encode(roles.map(\.rawValue).sorted(), forKey: .roles)
        try container.encode(language, forKey: .language)
        try container.encode(isDisabled, forKey: .disabled)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encodeIfPresent(lastLoginAt, forKey: .lastLoginAt)
    }
}

extension APIToken: Encodable {
    private enum Keys: String, CodingKey { case id, account, label, rights, createdAt, expiresAt, revokedAt, usedAt }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(id, forKey: .id)
        try container.encode(account, forKey: .account)
        try container.encode(label, forKey: .label)
        try container.encode(rights.map(\.rawValue).sorted(), forKey: .rights)
        try container.encode(createdAt, forKey: .createdAt)
        try container.encodeIfPresent(expiresAt, forKey: .expiresAt)
        try container.encodeIfPresent(revokedAt, forKey: .revokedAt)
        try container.encodeIfPresent(usedAt, forKey: .usedAt)
    }
}

extension Peer: Codable {
    private enum Keys: String, CodingKey { case aeTitle, host, port, rights, characterSet, tls, note }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(aeTitle, forKey: .aeTitle)
        try container.encode(host, forKey: .host)
        try container.encode(port, forKey: .port)
        try container.encode(rights.map(\.rawValue).sorted(), forKey: .rights)
        try container.encodeIfPresent(characterSet, forKey: .characterSet)
        try container.encode(usesTLS, forKey: .tls)
        try container.encode(note, forKey: .note)
    }

    /// Only title, host and port must be there; rights that are not named are all of them.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        self.init(
            aeTitle: try container.decode(String.self, forKey: .aeTitle),
            host: try container.decode(String.self, forKey: .host),
            port: try container.decode(Int.self, forKey: .port),
            rights: try container.decodeIfPresent(Set<Right>.self, forKey: .rights) ?? Set(Right.allCases),
            characterSet: try container.decodeIfPresent(String.self, forKey: .characterSet),
            usesTLS: try container.decodeIfPresent(Bool.self, forKey: .tls) ?? false,
            note: try container.decodeIfPresent(String.self, forKey: .note) ?? "")
    }
}

extension AuditEntry: Encodable {
    private enum Keys: String, CodingKey {
        case sequence, at, actor, origin, action, objectKind, objectID, patientID, outcome, detail
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(sequence, forKey: .sequence)
        try container.encode(at, forKey: .at)
        try container.encode(event.actor.name, forKey: .actor)
        try container.encode(event.actor.origin, forKey: .origin)
        try container.encode(event.action.rawValue, forKey: .action)
        try container.encode(event.objectKind, forKey: .objectKind)
        try container.encode(event.objectID, forKey: .objectID)
        try container.encodeIfPresent(event.patientID, forKey: .patientID)
        try container.encode(event.outcome, forKey: .outcome)
        try container.encodeIfPresent(event.detail, forKey: .detail)
    }
}
