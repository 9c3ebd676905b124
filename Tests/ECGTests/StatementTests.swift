import ECG
import Foundation
import Testing

@Suite struct StatementTests {
    private func analysis(_ name: String, profile: CriticalProfile = .provincial) throws -> ECGAnalysis {
        try ECGAnalysis(CalibrationSignal.named(name).recording(), profile: profile)
    }

    @Test func `rates have their statements, with the rate as evidence`() throws {
        for (name, code, rate) in [("usual", "SR", 60.0), ("fast", "STACH", 120), ("slow", "SBRAD", 40)] {
            let statement = try #require(try analysis(name).statements.first { $0.code == code })
            #expect(statement.evidence.first { $0.name == "heartRate" }?.value == rate)
        }
    }

    @Test func `critical values follow the profile`() throws {
        var profile = CriticalProfile(name: "strict")
        #expect(try analysis("slow", profile: profile).triage != .critical)
        profile.slowestRate = 45
        let strict = try analysis("slow", profile: profile)
        #expect(strict.triage == .critical)
        #expect(strict.statements.first?.code == "CRIT_SLOW")
    }

    @Test func `a profile is data`() throws {
        for profile in CriticalProfile.all {
            #expect(try JSONDecoder().decode(CriticalProfile.self, from: JSONEncoder().encode(profile)) == profile)
        }
        let own = try JSONDecoder().decode(CriticalProfile.self, from: Data(#"{"name": "own", "longestRR": 2.5}"#.utf8))
        #expect(own.longestRR == 2.5 && own.slowestRate == nil)
    }

    @Test func `electrodes on the wrong arms are suspected`() throws {
        var swapped = CalibrationSignal.named("usual").recording()
        func turned(_ index: Int) -> [Int32] { swapped.leads[index].samples.map { -$0 } }
        swapped.leads[0].samples = turned(0)
        // III is what is left of II over I; with I upside down it is no longer flat.
        swapped.leads[2].samples = zip(swapped.leads[1].samples, swapped.leads[0].samples).map { $0 - $1 }
        #expect(try ECGAnalysis(swapped).leadReversal == .arms)
    }

    @Test func `every statement has both languages and says what led to it`() throws {
        for name in CalibrationSignal.all.map(\.name) {
            for statement in try analysis(name).statements {
                #expect(!statement.chinese.isEmpty && !statement.english.isEmpty && !statement.evidence.isEmpty, "\(statement.code)")
            }
        }
    }
}
