import Foundation
import Hummingbird

extension Request {
    /// Reads a JSON body of at most `SignedInContext.maximumJSONSize` bytes.
    /// - Throws: `DecodingError`, which the answer turns into the name of the field that is wrong.
    func json<Content: Decodable>(as type: Content.Type) async throws -> Content {
        let bytes = try await body.collect(upTo: SignedInContext.maximumJSONSize)
        return try JSONDecoder().decode(type, from: Data(bytes.readableBytesView))
    }
}
