import Foundation
import HTTPTypes
import Hummingbird
import Runtime

/// `/api/peers`: the DICOM applications that this archive knows by their AE title.
struct PeerRoutes {
    let platform: Platform

    func add(to routes: RouterGroup<SignedInContext>) {
        routes.get { _, _ in JSONAnswer(content: try await offload { try platform.peers.list() }) }
        routes.post { request, context in
            let peer = try await request.json(as: Peer.self)
            try await offload { try platform.peers.save(peer, by: context.actor) }
            return JSONAnswer(status: .created, content: peer)
        }
        routes.delete(":title") { _, context in
            let text = try context.parameters.require("title")
            guard let title = text.removingPercentEncoding else { throw Refusal(.invalid(field: "title"), "not an AE title") }
            try await offload { try platform.peers.remove(aeTitle: title, by: context.actor) }
            return HTTPResponse.Status.noContent
        }
    }
}
