/// Electrodes that were probably swapped, told from what a heart in its place cannot show.
public enum LeadReversal: String, Sendable, Hashable, Codable {
    case arms = "RA-LA"
    case rightArmAndLeg = "RA-RL"
    case leftArmAndLeg = "LA-RL"
    case chest = "V"

    /// - Parameter leads: of a median beat with P waves from the sinus node as far as is known.
    static func suspected(in leads: [LeadMeasurements]) -> LeadReversal? {
        func lead(_ name: String) -> LeadMeasurements? { leads.first { $0.name == name } }
        guard let one = lead("I"), let two = lead("II"), let three = lead("III") else { return nil }
        let largest = max(one.qrsHeight, two.qrsHeight, three.qrsHeight)
        // With the right leg's electrode on an arm, one limb lead sees two legs.
        if two.qrsHeight < 0.06 * largest { return .rightArmAndLeg }
        if three.qrsHeight < 0.06 * largest { return .leftArmAndLeg }
        // Everything upside down in I while the left chest is as usual; dextrocardia turns that over too.
        if let p = one.p, let area = one.qrsArea, let t = one.t, p < 0, area < 0, t < 0, let v6 = lead("V6"), (v6.qrsArea ?? 0) > 0 {
            return .arms
        }
        return hasChestSwap(leads) ? .chest : nil
    }

    /// R over the whole QRS grows from V1 to V4 or V5; a lead that falls far back between two that do not has another's place.
    private static func hasChestSwap(_ leads: [LeadMeasurements]) -> Bool {
        let parts = ["V1", "V2", "V3", "V4", "V5"].compactMap { name in
            leads.first { $0.name == name }.map { $0.qrsHeight > 0 ? $0.highestR / $0.qrsHeight : 0 }
        }
        guard parts.count == 5 else { return false }
        return (1...3).contains { parts[$0 - 1] - parts[$0] > 0.25 && parts[$0 + 1] - parts[$0] > 0.25 }
    }
}
