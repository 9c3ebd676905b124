import Archive
import Foundation
import HTTPTypes
import Hummingbird
import Imaging
import NIOCore

/// How a plane is wanted: `format` (raw, png, jpeg), `unit` (stored; suvbw, suvlbm, suvbsa for PET), and for pictures `window`
/// (centre,width[,linear|linear-exact|sigmoid], in that unit), `invert`, `colors` (a name of ``ColorMap``), `quality`.
///
/// `fuse={study}/{series}` lays another volume of the same frame of reference over a picture, with `fuseWindow`, `fuseUnit`, `fuseColors`
/// and `fuseOpacity` (0 … 1) of its own.
///
/// Raw planes are little endian cells row by row; the header field `Yigong-Plane` tells what they are, as JSON: `kind` (int16, uint16,
/// float32), `width`, `height`, `slope`, `intercept`, `outside` (the cell where there is no voxel; null for float32, where it is NaN).
struct PlaneOutput: Sendable {
    enum Format: String, CaseIterable {
        case raw
        case png
        case jpeg
    }

    enum Unit: String, CaseIterable {
        case stored
        case suvbw
        case suvlbm
        case suvbsa
    }

    struct Fusion: Sendable {
        let study: String
        let series: String
        let look: Look
        let opacity: Double
    }

    /// How values become shades and colours.
    struct Look: Sendable {
        let voi: VOITransform?
        let unit: Unit
        let colors: ColorMap?
    }

    let format: Format
    let quality: Int
    let isInverted: Bool
    let look: Look
    let fusion: Fusion?

    init(_ query: QueryString) throws {
        format = try query.choice("format") ?? .jpeg
        quality = try query.int("quality", in: 1...100) ?? 90
        isInverted = try query.bool("invert") ?? false
        look = Look(voi: try Self.window(query, "window"), unit: try query.choice("unit") ?? .stored, colors: try query.choice("colors"))
        guard let other = query["fuse"] else {
            fusion = nil
            return
        }
        let names = other.split(separator: "/").map(String.init)
        let opacity = try query.numbers("fuseOpacity")?.first ?? 0.5
        guard names.count == 2, names.allSatisfy(\.isUIDText) else { throw DICOMwebError(.badRequest, "fuse is {study}/{series}; it is “\(other)”") }
        guard (0...1).contains(opacity) else { throw DICOMwebError(.badRequest, "fuseOpacity is 0 to 1; it is \(opacity)") }
        guard format != .raw else { throw DICOMwebError(.badRequest, "raw planes are not fused: ask for both") }
        fusion = Fusion(
            study: names[0], series: names[1],
            look: Look(
                voi: try Self.window(query, "fuseWindow"), unit: try query.choice("fuseUnit") ?? .stored,
                colors: try query.choice("fuseColors") ?? .hotIron), opacity: opacity)
    }

    private static func window(_ query: QueryString, _ name: String) throws -> VOITransform? {
        try query[name].map { text in try RenderedParameters(QueryString("window=\(text)")).options.voi! }
    }

    func answer(_ plane: SampledPlane, of volume: SeriesVolume, fused other: (volume: SeriesVolume, plane: SampledPlane)?) throws -> Response {
        let shown = try look.inUnit(plane, volume)
        guard format != .raw else { return try Self.raw(shown) }
        var picture = try shown.picture(voi: look.voi(of: volume), isInverted: isInverted)
        if let other, let fusion {
            let laid = try fusion.look.inUnit(other.plane, other.volume)
            picture = try picture.fused(with: laid, voi: fusion.look.voi(of: other.volume), colors: fusion.look.colors ?? .hotIron, opacity: fusion.opacity)
        } else if let colors = look.colors {
            picture = try picture.fused(with: shown, voi: look.voi(of: volume), colors: colors, opacity: 1)
        }
        let bytes = format == .png ? try picture.png() : try picture.jpeg(quality: quality)
        return Response(status: .ok, headers: [.contentType: "image/\(format.rawValue)"], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private struct RawPlane: Encodable {
        let kind: String
        let width, height: Int
        let slope, intercept: Double
        let outside: Double?
    }

    private static func raw(_ plane: SampledPlane) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let described = try encoder.encode(
            RawPlane(
                kind: "\(plane.kind)", width: plane.width, height: plane.height, slope: plane.rescale.slope, intercept: plane.rescale.intercept,
                outside: plane.outside.isNaN ? nil : plane.outside))
        return Response(
            status: .ok,
            headers: [.contentType: "application/octet-stream", HTTPField.Name("Yigong-Plane")!: String(decoding: described, as: UTF8.self)],
            body: .init(byteBuffer: ByteBuffer(bytes: plane.bytes)))
    }
}

extension PlaneOutput.Look {
    /// The plane with its rescale taken on to the unit.
    /// - Throws: `VolumeRefusal` where the header allows no such number.
    func inUnit(_ plane: SampledPlane, _ volume: SeriesVolume) throws -> SampledPlane {
        guard unit != .stored else { return plane }
        let factors = volume.uptake?.factors
        let factor: Double? =
            switch unit {
            case .stored: 1
            case .suvbw: factors?.bodyWeight
            case .suvlbm: factors?.leanBodyMass
            case .suvbsa: factors?.bodySurface
            }
        guard let factor else {
            let reason = volume.uptake.map { $0.obstacle?.rawValue ?? "body" } ?? "modality"
            throw VolumeRefusal(.unprocessableContent, "noUptake", "the header does not allow \(unit.rawValue): \(reason)")
        }
        return plane.scaled(by: factor)
    }

    /// The window asked for, or the volume's own in the same unit.
    func voi(of volume: SeriesVolume) -> VOITransform {
        if let voi { return voi }
        return unit == .stored ? volume.voi : .linearExact(center: 2.5, width: 5)
    }
}
