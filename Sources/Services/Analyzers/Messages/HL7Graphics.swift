import Hematology
import HL7

/// Gathers the observations of one order that make up curves and pictures, and unpacks them when all have come: the width of
/// a channel and the lines stand in observations of their own, before or after the curve.
struct HL7Graphics {
    private let curves: [InstrumentProfile.Curve]
    /// The values of curves' observations, by code.
    private var values: [String: String] = [:]
    private var names: [String: String] = [:]
    private var others: [AnalyzerGraphic] = []
    private var faults: [String] = []
    private let codes: Set<String>

    init(curves: [InstrumentProfile.Curve]) {
        self.curves = curves
        codes = Set(curves.flatMap { [$0.data] + $0.lines + [$0.width].compactMap(\.self) })
    }

    /// - Returns: whether the observation is a part of a picture.
    mutating func take(_ segment: HL7Segment) -> Bool {
        let code = segment.text(3)
        let name = Self.shownName(segment.text(3, component: 2))
        if codes.contains(code) {
            // ED: source^type^subtype^encoding^data.
            values[code] = segment.text(2) == "ED" ? segment.text(5, component: 5) : segment.text(5)
            names[code] = name
            return true
        }
        switch segment.text(2) {
        case "ED":
            takeData(segment, name: name.isEmpty ? code : name)
            return true
        case "NA":
            let counts = (segment.repetitions(5).first ?? []).compactMap(Double.init)
            do throws(HematologyError) {
                others.append(AnalyzerGraphic(name: name, graphic: .histogram(try Histogram(name: name, channels: counts))))
            } catch {
                faults.append("\(name): \(error)")
            }
            return true
        case "RP":
            others.append(AnalyzerGraphic(name: name, file: segment.text(5)))
            return true
        default:
            return false
        }
    }

    private mutating func takeData(_ segment: HL7Segment, name: String) {
        let data = segment.text(5, component: 5)
        guard segment.text(5, component: 4).uppercased() == "BASE64", !data.isEmpty else {
            faults.append("\(name): the data are not Base64")
            return
        }
        do throws(HematologyError) {
            let image = try GraphicImage(name: name, base64: data)
            others.append(AnalyzerGraphic(name: name, graphic: .image(image)))
        } catch {
            others.append(AnalyzerGraphic(name: name))
            faults.append("\(name): \(error)")
        }
    }

    /// `WBC Histogram. Binary` is the binary form of what is shown as “WBC Histogram”.
    private static func shownName(_ text: String) -> String {
        text.split(separator: ". ", maxSplits: 1).first.map(String.init) ?? text
    }

    func unpacked() -> (graphics: [AnalyzerGraphic], faults: [String]) {
        var graphics: [AnalyzerGraphic] = []
        var faults = faults
        for curve in curves {
            let lines = curve.lines.compactMap { values[$0].flatMap(Double.init) }
            guard let data = values[curve.data] else {
                if !lines.isEmpty { graphics.append(AnalyzerGraphic(name: curve.name, lines: lines.sorted())) }
                continue
            }
            let width = curve.width.flatMap { values[$0] }.flatMap { Int($0) } ?? 2
            do throws(HematologyError) {
                var histogram = try MindrayHistogram.unpack(
                    base64: data, name: names[curve.data] ?? curve.name, metaLength: width, lines: lines.map { Histogram.Discriminator($0) })
                if let scale = curve.femtolitresPerChannel { histogram = histogram.scaled(femtolitresPerChannel: scale) }
                graphics.append(AnalyzerGraphic(name: histogram.name, graphic: .histogram(histogram)))
            } catch {
                graphics.append(AnalyzerGraphic(name: curve.name, lines: lines.sorted()))
                faults.append("\(curve.name): \(error)")
            }
        }
        return (graphics + others, faults)
    }
}
