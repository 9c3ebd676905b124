import Archive
import DICOM
import Foundation
import Testing

/// SUV factors after QIBA's rules; the numbers are worked out by hand from the definition.
@Suite struct StandardUptakeTests {
    /// 370 MBq of F-18 an hour before a scan of a man of 70 kg and 1.75 m.
    private func header(_ change: (inout DataSet, inout DataSet) -> Void = { _, _ in }) -> DataSet {
        var set = DataSet(), dose = DataSet()
        set.set(.modality, "PT")
        set.set(Tag(0x0028, 0x0051), ["DECY", "ATTN", "SCAT"])
        set.set(Tag(0x0054, 0x1001), "BQML")
        set.set(Tag(0x0054, 0x1102), "START")
        set.set(.patientWeight, "70")
        set.set(.patientSize, "1.75")
        set.set(.patientSex, "M")
        set.set(.seriesDate, "20260302")
        set.set(.seriesTime, "100000")
        set.set(.acquisitionDate, "20260302")
        set.set(.acquisitionTime, "100000")
        dose.set(Tag(0x0018, 0x1072), "090000")
        dose.set(Tag(0x0018, 0x1074), "370000000")
        dose.set(Tag(0x0018, 0x1075), "6586.2")
        change(&set, &dose)
        set.set(Tag(0x0054, 0x0016), items: [dose])
        return set
    }

    private func bodyWeight(_ change: (inout DataSet, inout DataSet) -> Void = { _, _ in }) -> Double? {
        StandardUptake(header(change)).factors?.bodyWeight
    }

    private func obstacle(_ change: (inout DataSet, inout DataSet) -> Void) -> StandardUptake.Obstacle? {
        let uptake = StandardUptake(header(change))
        return uptake.factors == nil ? uptake.obstacle : nil
    }

    private func expected(after seconds: Double) -> Double { 70_000 / (370e6 * exp2(-seconds / 6586.2)) }

    private func isClose(_ one: Double?, _ other: Double) -> Bool { one.map { abs($0 - other) < 1e-9 * other } ?? false }

    @Test func `Bq per ml become SUV by weight, dose and decay to the start of the series`() {
        #expect(isClose(bodyWeight(), expected(after: 3600)))
    }

    @Test func `dates count, not only times`() {
        #expect(isClose(bodyWeight { $1.set(Tag(0x0018, 0x1078), "20260302083000.00+0800") }, expected(after: 5400)))
        // An injection before midnight: its time alone would lie after the scan.
        #expect(
            isClose(
                bodyWeight { set, dose in
                    set.set(.seriesTime, "003000")
                    set.set(.acquisitionTime, "003000.5")
                    dose.set(Tag(0x0018, 0x1072), "233000")
                }, expected(after: 3600)))
        #expect(obstacle { $1.set(Tag(0x0018, 0x1078), "20260303090000") } == .times)
        #expect(obstacle { $1.set(Tag(0x0018, 0x1078), "20260131") } == .times)
    }

    @Test func `pixels corrected to the injection are not corrected again`() {
        #expect(isClose(bodyWeight { set, _ in set.set(Tag(0x0054, 0x1102), "ADMIN") }, 70_000 / 370e6))
    }

    @Test func `a series made later has no time of its own`() {
        #expect(obstacle { set, _ in set.set(.seriesTime, "113000") } == .times)
        #expect(
            isClose(
                bodyWeight { set, _ in
                    set.set(.seriesTime, "113000")
                    set.set(Tag(0x0009, 0x0010), "GEMS_PETD_01", vr: .LO)
                    set.set(Tag(0x0009, 0x100D), "20260302095000.00", vr: .DT)
                }, expected(after: 3000)))
    }

    @Test func `Philips counts take their private factors`() {
        func philips(_ element: UInt16, _ value: String) -> (inout DataSet, inout DataSet) -> Void {
            { set, _ in
                set.set(Tag(0x0054, 0x1001), "CNTS")
                set.set(Tag(0x7053, 0x0010), "Philips PET Private Group", vr: .LO)
                set.set(Tag(0x7053, 0x1000 | element), value, vr: .DS)
            }
        }
        #expect(isClose(bodyWeight(philips(0x00, "0.000381")), 0.000381))
        #expect(isClose(bodyWeight(philips(0x09, "1.25")), 1.25 * expected(after: 3600)))
        #expect(obstacle(philips(0x00, "0")) == .units)
    }

    @Test func `g per ml is SUV already`() {
        #expect(bodyWeight { set, _ in set.set(Tag(0x0054, 0x1001), "GML") } == 1)
        #expect(
            obstacle { set, _ in
                set.set(Tag(0x0054, 0x1001), "GML")
                set.set(Tag(0x0054, 0x1006), "LBM")
            } == .units)
    }

    @Test func `lean mass and body surface need height and sex`() throws {
        let factors = try #require(StandardUptake(header()).factors)
        let lean = 1.10 * 70 - 128 * (70.0 / 175) * (70.0 / 175), surface = 0.007184 * pow(70, 0.425) * pow(175, 0.725)
        #expect(isClose(factors.leanBodyMass, factors.bodyWeight * lean / 70))
        #expect(isClose(factors.bodySurface, factors.bodyWeight * surface * 10_000 / 70_000))
        let without = try #require(StandardUptake(header { set, _ in set.set(.patientSex, "O") }).factors)
        #expect(without.leanBodyMass == nil && without.bodySurface != nil)
    }

    @Test func `there is never a number that the header does not allow`() {
        #expect(obstacle { set, _ in set.set(Tag(0x0054, 0x1001), "PROPCPS") } == .units)
        #expect(obstacle { set, _ in set.set(Tag(0x0054, 0x1001), "CNTS") } == .units)
        #expect(obstacle { set, _ in set.set(Tag(0x0028, 0x0051), ["DECY"]) } == .notCorrected)
        #expect(obstacle { set, _ in set.set(Tag(0x0054, 0x1102), "NONE") } == .decayCorrection)
        #expect(obstacle { set, _ in set.set(.patientWeight, "0") } == .weight)
        #expect(obstacle { $1.set(Tag(0x0018, 0x1074), "370") } == .dose)
        #expect(obstacle { $1.remove(Tag(0x0018, 0x1074)) } == .dose)
        #expect(obstacle { $1.set(Tag(0x0018, 0x1075), "0") } == .halfLife)
        #expect(obstacle { $1.remove(Tag(0x0018, 0x1072)) } == .times)
        #expect(obstacle { set, _ in set.remove(.seriesTime) } == .times)
        #expect(StandardUptake(DataSet()).factors == nil)
    }
}
