import Hematology

/// What a message holds, as `yigong analyzer decode --json` and the pages show it.
public struct DecodedMessage: Encodable, Sendable {
    struct Result: Encodable, Sendable {
        let code: String
        let name: String
        let value: String
        let unit: String
        let flags: [String]
        let range: String?
        let comments: [String]?
        let reading: ResultReading?
    }

    struct Graphic: Encodable, Sendable {
        let name: String
        let points: [Point]
        let lines: [Double]
        /// `channel` or `fL`; nil for pictures.
        let axis: String?
        let file: String?
        /// Pixels of a picture.
        let width: Int?
        let height: Int?
    }

    /// A count of a channel is one number; a point on axes of its own is a row: position and count, or x, y and population.
    enum Point: Encodable, Sendable, Equatable {
        case count(Double)
        case row([Double])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .count(let value): try container.encode(value)
            case .row(let values): try container.encode(values)
            }
        }
    }

    let sample: String
    let kind: AnalyzerMessage.Kind
    let priority: AnalyzerMessage.Priority
    let sender: String
    let analysedAt: String
    let patient: AnalyzerMessage.Patient
    let results: [Result]
    let graphics: [Graphic]
    let alarms: [String]
    let settings: [String: String]
    let faults: [String]

    public init(_ message: AnalyzerMessage) {
        sample = message.sample
        kind = message.kind
        priority = message.priority
        sender = message.sender
        analysedAt = message.analysedAt
        patient = message.patient
        results = message.results.map {
            Result(
                code: $0.code, name: $0.name, value: $0.value, unit: $0.unit, flags: $0.flags, range: $0.range.isEmpty ? nil : $0.range,
                comments: $0.comments.isEmpty ? nil : $0.comments, reading: $0.reading)
        }
        graphics = message.graphics.map(Graphic.init)
        alarms = message.alarms
        settings = message.settings
        faults = message.faults
    }
}

extension DecodedMessage.Graphic {
    init(_ graphic: AnalyzerGraphic) {
        name = graphic.name
        file = graphic.file
        switch graphic.graphic {
        case .histogram(let histogram):
            let isChannels = histogram.axis.unit == .channel
            points = isChannels ? histogram.counts.map { .count($0) } : zip(histogram.positions, histogram.counts).map { .row([$0, $1]) }
            lines = histogram.discriminators.map(\.position)
            axis = isChannels ? "channel" : "fL"
            width = nil
            height = nil
        case .scattergram(let scattergram):
            points = Self.points(scattergram.content)
            lines = []
            axis = "channel"
            width = nil
            height = nil
        case .image(let image):
            points = []
            lines = []
            axis = nil
            width = image.width
            height = image.height
        case nil:
            points = []
            lines = graphic.lines
            axis = nil
            width = nil
            height = nil
        }
    }

    private static func points(_ content: Scattergram.Content) -> [DecodedMessage.Point] {
        switch content {
        case .events(let x, let y, let codes):
            x.indices.map { .row(codes.isEmpty ? [x[$0], y[$0]] : [x[$0], y[$0], Double(codes[$0])]) }
        case .matrix(_, _, let counts):
            counts.map { .count(Double($0)) }
        }
    }
}
