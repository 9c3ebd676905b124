import ECG
import Foundation
import Hummingbird
import Runtime

/// How a recording is to be seen, as an address says it: `?layout=6x2&gain=10&speed=25&start=0&highPass=0.05&lowPass=150&notch=50`.
struct ECGParameters {
    let start: Double
    let seconds: Double
    let filter: DisplayFilter
    let layout: PageLayout
    let scale: PageScale
    let language: PageLanguage

    /// Seconds of one answer.
    private static let longest = 120.0

    init(_ request: Request) throws {
        let query = request.uri.queryParameters
        func number(_ name: Substring, _ range: ClosedRange<Double>) throws -> Double? {
            guard let text = query[name] else { return nil }
            guard let value = Double(text), range.contains(value) else {
                throw Refusal(.invalid(field: String(name)), "\(name) is a number from \(range.lowerBound) to \(range.upperBound)")
            }
            return value
        }
        start = try number("start", 0...1_000_000) ?? 0
        seconds = min(try number("seconds", 0...1_000_000) ?? 10, Self.longest)
        filter = DisplayFilter(
            highPass: try number("highPass", 0.01...5), lowPass: try number("lowPass", 10...500), notch: try number("notch", 40...70))
        guard let layout = PageLayout.named(query["layout"].map(String.init) ?? PageLayout.threeByFourPlusOne.name) else {
            throw Refusal(.invalid(field: "layout"), "there is no such layout")
        }
        self.layout = layout
        guard let scale = PageScale(gain: try number("gain", 2.5...40) ?? 10, speed: try number("speed", 6.25...100) ?? 25) else {
            throw Refusal(.invalid(field: "gain"), "no such scale")
        }
        self.scale = scale
        language = PageLanguage(rawValue: query["language"].map(String.init) ?? "zh") ?? .chinese
    }

    /// The number of the recording that a path names.
    static func recording(_ context: SignedInContext) throws -> Int64 {
        guard let id = Int64(try context.parameters.require("recording")) else { throw HTTPError(.notFound, message: "there is no such recording") }
        return id
    }
}
