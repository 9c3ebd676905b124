import DICOM
import Foundation

/// Standardized uptake values of PET: the factors by which a modality value is multiplied, after the vendor-neutral rules of QIBA's SUV
/// working group (https://qibawiki.rsna.org/index.php/Standardized_Uptake_Value_(SUV)). Where the header does not allow a number there is
/// none, and a reason instead.
public struct StandardUptake: Sendable, Equatable {
    public struct Factors: Sendable, Equatable {
        /// To SUVbw, in g/ml.
        public var bodyWeight: Double
        /// To SUVlbm by James' lean body mass (SUV Type LBMJAMES128), in g/ml; nil without height or sex.
        public var leanBodyMass: Double?
        /// To SUVbsa by Du Bois' body surface, in cm²/ml; nil without height.
        public var bodySurface: Double?
    }

    /// What the header lacks or contradicts.
    public enum Obstacle: String, Sendable, Error {
        /// Neither Bq/ml, nor counts with a Philips factor, nor g/ml of a known type.
        case units
        /// Corrected Image (0028,0051) lacks ATTN or DECY.
        case notCorrected
        /// Decay Correction (0054,1102) is neither START nor ADMIN.
        case decayCorrection
        case weight
        /// Radionuclide Total Dose (0018,1074) is missing, or no dose in Bq.
        case dose
        case halfLife
        /// Series, acquisition or injection date and time are missing or in the wrong order.
        case times
    }

    public let factors: Factors?
    public let obstacle: Obstacle?

    public init(_ header: DataSet) {
        do {
            let perActivity = try Self.bodyWeightFactor(header)
            (factors, obstacle) = (Factors(perActivity, BodyMeasures(header)), nil)
        } catch { (factors, obstacle) = (nil, error) }
    }

    /// Modality value → SUVbw.
    private static func bodyWeightFactor(_ header: DataSet) throws(Obstacle) -> Double {
        let corrections = Set(header.strings(Tag(0x0028, 0x0051)))
        guard corrections.isSuperset(of: ["ATTN", "DECY"]) else { throw .notCorrected }
        switch header.string(.units) {
        case "BQML": return try perActivity(header)
        case "CNTS":
            // Philips gives counts with a factor to SUV, or one to Bq/ml.
            if let factor = header.philips(0x00), factor > 0 { return factor }
            guard let factor = header.philips(0x09), factor > 0 else { throw .units }
            return try factor * perActivity(header)
        case "GML":
            // Body weight unless SUV Type (0054,1006) says otherwise.
            guard (header.string(Tag(0x0054, 0x1006)) ?? "BW") == "BW" else { throw .units }
            return 1
        default: throw .units
        }
    }

    /// Bq/ml → SUVbw: weight in grams over the activity that is left of the dose at the time to which the pixels were corrected.
    private static func perActivity(_ header: DataSet) throws(Obstacle) -> Double {
        guard let weight = BodyMeasures(header).weight else { throw .weight }
        guard let radiopharmaceutical = header.items(Tag(0x0054, 0x0016)).first else { throw .dose }
        // Nobody is given less than 0.1 MBq: such a number was meant in another unit, and which one is anybody's guess.
        guard let dose = radiopharmaceutical.double(Tag(0x0018, 0x1074)), dose >= 1e5, dose < 1e11 else { throw .dose }
        switch header.string(Tag(0x0054, 0x1102)) {
        case "ADMIN": return weight * 1000 / dose
        case "START":
            guard let halfLife = radiopharmaceutical.double(Tag(0x0018, 0x1075)), halfLife > 0 else { throw .halfLife }
            guard let decay = UptakeTimes(header, radiopharmaceutical)?.secondsOfDecay, decay >= 0, decay < 20 * halfLife else { throw .times }
            return weight * 1000 / (dose * exp2(-decay / halfLife))
        default: throw .decayCorrection
        }
    }
}

extension StandardUptake.Factors {
    fileprivate init(_ bodyWeight: Double, _ body: BodyMeasures) {
        self.bodyWeight = bodyWeight
        guard let weight = body.weight else { return }
        leanBodyMass = body.leanMass.map { bodyWeight * $0 / weight }
        bodySurface = body.surface.map { bodyWeight * $0 * 10_000 / (weight * 1000) }
    }
}

/// A patient's weight in kg and height in m, and what follows from them.
private struct BodyMeasures {
    let weight: Double?
    let height: Double?
    let sex: String?

    init(_ header: DataSet) {
        weight = header.double(.patientWeight).flatMap { $0 > 0 && $0 < 700 ? $0 : nil }
        // A height above 3 was written in centimetres; it is left out rather than guessed at.
        height = header.double(.patientSize).flatMap { $0 > 0.2 && $0 < 3 ? $0 : nil }
        sex = header.string(.patientSex)
    }

    /// James (1976), kg.
    var leanMass: Double? {
        guard let weight, let height else { return nil }
        let square = (weight / (height * 100)) * (weight / (height * 100))
        let mass: Double
        switch sex {
        case "M": mass = 1.10 * weight - 128 * square
        case "F": mass = 1.07 * weight - 148 * square
        default: return nil
        }
        // The parabola falls again for the very heavy, down to nothing.
        return mass > 0 ? mass : nil
    }

    /// Du Bois (1916), m².
    var surface: Double? {
        guard let weight, let height else { return nil }
        return 0.007184 * pow(weight, 0.425) * pow(height * 100, 0.725)
    }
}

extension DataSet {
    /// A Philips factor: SUV scale (7053,xx00), activity concentration scale (7053,xx09).
    fileprivate func philips(_ element: UInt16) -> Double? {
        guard let creator = (UInt16(0x10)...0xFF).first(where: { string(Tag(0x7053, $0))?.hasPrefix("Philips PET Private Group") == true }) else {
            return nil
        }
        let element = self[Tag(0x7053, creator << 8 | element)]
        // Implicit VR keeps no type of a private element: it is text then.
        return element?.double ?? element.flatMap { Double(String(decoding: $0.bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)) }
    }
}
