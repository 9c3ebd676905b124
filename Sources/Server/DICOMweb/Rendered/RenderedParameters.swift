import Archive
import Imaging

/// The parameters of a rendered resource (PS3.18 8.3.5.1).
struct RenderedParameters: Sendable {
    private(set) var options = RenderOptions()
    /// 1 … 100, for JPEG.
    private(set) var quality = 90
    /// Parameters that are known and not followed.
    private(set) var ignored: [String] = []

    /// Pictures larger than this are of no use on a screen, and costly to make.
    static let largestSide = 8192

    init(_ query: QueryString, viewport standard: RenderGeometry.Viewport? = nil) throws {
        options.viewport = standard
        if let quality = try query.int("quality", in: 1...100) { self.quality = quality }
        try readWindow(query)
        try readViewport(query)
        ignored = ["annotation", "iccprofile"].filter { query[$0] != nil }
    }

    /// `window=center,width,function` (8.3.5.1.4).
    private mutating func readWindow(_ query: QueryString) throws {
        guard let text = query["window"] else { return }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmed }
        guard (2...3).contains(parts.count), let center = Double(parts[0]), let width = Double(parts[1]), center.isFinite, width.isFinite
        else { throw DICOMwebError(.badRequest, "window is center,width,function; it is “\(text)”") }
        options.voi = try Self.window(center: center, width: width, function: parts.count == 3 ? parts[2].lowercased() : "linear")
    }

    static func window(center: Double, width: Double, function: String) throws -> VOITransform {
        switch function {
        case "linear" where width >= 1: return .linear(center: center, width: width)
        case "linear": throw DICOMwebError(.badRequest, "the width of a linear window is at least 1 (PS3.3 C.11.2.1.2); it is \(width)")
        case "linear-exact" where width > 0: return .linearExact(center: center, width: width)
        case "sigmoid" where width > 0: return .sigmoid(center: center, width: width)
        case "linear-exact", "sigmoid": throw DICOMwebError(.badRequest, "the width of a window is more than 0; it is \(width)")
        default: throw DICOMwebError(.badRequest, "window functions are linear, linear-exact and sigmoid, not “\(function)”")
        }
    }

    /// `viewport=vw,vh,sx,sy,sw,sh` (8.3.5.1.3): what is left out of the source rectangle reaches to the edge; a negative width or
    /// height flips.
    private mutating func readViewport(_ query: QueryString) throws {
        guard let text = query["viewport"] else { return }
        let fault = DICOMwebError(
            .badRequest, "viewport is width,height[,x,y,width,height], its sides 1 to \(Self.largestSide); it is “\(text)”")
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmed }
        guard (2...6).contains(parts.count) else { throw fault }
        let numbers = try parts.map { part -> Int? in
            if part.isEmpty { return nil }
            guard let number = Double(part), number.isFinite, abs(number) < 1e6 else { throw fault }
            return Int(number.rounded())
        }
        guard let width = numbers[0], let height = numbers[1], (1...Self.largestSide).contains(width), (1...Self.largestSide).contains(height)
        else { throw fault }
        options.viewport = RenderGeometry.Viewport(width: width, height: height)
        guard numbers.count > 2 else { return }
        func source(_ position: Int) -> Int { numbers.indices.contains(position) ? numbers[position] ?? 0 : 0 }
        guard source(2) >= 0, source(3) >= 0 else { throw fault }
        options.crop = RenderGeometry.Crop(x: source(2), y: source(3), width: abs(source(4)), height: abs(source(5)))
        options.flipsHorizontally = source(4) < 0
        options.flipsVertically = source(5) < 0
    }
}
