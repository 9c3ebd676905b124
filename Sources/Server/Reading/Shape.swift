/// Something drawn on a frame, as the viewer sends it. Points are in image pixels: (0, 0) is the top left corner of the first
/// pixel (PS3.3 C.10.5.1.2).
struct Shape: Codable, Sendable, Equatable {
    struct Point: Codable, Sendable, Equatable {
        let x, y: Double
    }

    let id: String
    /// `length`, `angle`, `ellipse` … A kind that this server does not know is kept: a newer viewer may draw it.
    let kind: String
    /// Series Instance UID.
    let series: String
    /// SOP Instance UID, or the viewer's name of a computed plane.
    let image: String
    /// Counted from 1.
    let frame: Int
    let points: [Point]
    let text: String
    /// Who drew it; the server puts the account's name here, whatever was sent.
    var author: String
    /// ISO 8601, UTC.
    let at: String

    static let mostPoints = 5000
    static let mostShapes = 2000

    /// Whether every part has a size that can be kept.
    var isBounded: Bool {
        [id, kind, series, image, at].allSatisfy { (1...256).contains($0.utf8.count) } && author.utf8.count <= 256
            && text.utf8.count <= 2000 && frame > 0 && (1...Self.mostPoints).contains(points.count)
            && points.allSatisfy { $0.x.isFinite && $0.y.isFinite }
    }
}
