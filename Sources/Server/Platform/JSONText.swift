import Foundation
import Runtime

/// JSON as one line of text, keys sorted.
enum JSONText {
    static func encode(_ json: JSON) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(json), as: UTF8.self)
    }
}
