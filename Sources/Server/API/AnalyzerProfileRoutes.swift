import Analyzers
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Runtime

/// `/api/analyzers/profiles`: how instruments are understood; each can be edited, and tried on a pasted message first.
struct AnalyzerProfileRoutes: Sendable {
    let service: AnalyzerService
    let audit: AuditTrail

    /// A pasted message may hold pictures.
    private static let largestTrial = 8 << 20

    private struct Entry: Encodable, Sendable {
        let profile: InstrumentProfile
        let isShipped: Bool
        let isChanged: Bool
    }

    private struct Trial: Decodable {
        let profile: InstrumentProfile?
        let message: String
    }

    private struct Outcome: Encodable, Sendable {
        let messages: [DecodedMessage]
        let faults: [String]
    }

    func add(viewing: RouterGroup<SignedInContext>, managing: RouterGroup<SignedInContext>) {
        viewing.get("profiles") { _, _ in
            let own = Set(try await offload { try service.store.profiles() }.map(\.id))
            let shipped = Set(ShippedProfiles.all.profiles.map(\.id))
            return JSONAnswer(
                content: service.interpreter.profiles.sorted { $0.id < $1.id }.map {
                    Entry(profile: $0, isShipped: shipped.contains($0.id), isChanged: own.contains($0.id))
                })
        }
        viewing.get("analytes") { _, _ in JSONAnswer(content: service.interpreter.analytes) }
        viewing.post("profiles/test") { request, _ in
            let bytes = try await request.body.collect(upTo: Self.largestTrial)
            let trial = try JSONDecoder().decode(Trial.self, from: Data(bytes.readableBytesView))
            let decoded = try await offload { service.interpreter.decode(AnalyzerText.bytes(pasted: trial.message), profile: trial.profile) }
            return JSONAnswer(content: Outcome(messages: decoded.messages.map { DecodedMessage($0) }, faults: decoded.faults))
        }
        managing.put("profiles/:id") { request, context in
            let profile = try await request.json(as: InstrumentProfile.self)
            guard profile.id == context.parameters.get("id"), !profile.id.isEmpty else {
                throw Refusal(.invalid(field: "id"), "the profile's id is not that of the address")
            }
            let unknown = profile.codes.values.map(\.analyte).filter { service.interpreter.analytes[$0] == nil }
            guard unknown.isEmpty else { throw Refusal(.invalid(field: "codes"), "no such analyte: \(unknown.sorted().joined(separator: ", "))") }
            try await service.save(profile)
            audit.note(AuditEvent("analyzer.profile", by: context.actor, on: "analyzer profile", profile.id))
            return JSONAnswer(content: profile)
        }
        managing.delete("profiles/:id") { _, context in
            let id = try context.parameters.require("id")
            guard try await service.removeProfile(id) else { throw Refusal(.notFound, "“\(id)” is not a profile of this laboratory") }
            audit.note(AuditEvent("analyzer.profile", by: context.actor, on: "analyzer profile", id, detail: "as shipped"))
            return HTTPResponse.Status.noContent
        }
    }
}
