import Clinical
import Kernel
import Referral
import Testing

@Suite struct ReferralTests {
    @Test func `the declarations have no fault`() {
        #expect(Catalogue([.clinical, .referral]).faults() == [])
    }

    @Test func `who may take which step follows from house, duty and state`() {
        let shape = EntityShape.of(Referral.self)
        var row = shape.blankRow()
        row.values.merge(["from": .integer(1), "to": .integer(2), "createdBy": .text("wang"), "ownerOrganization": .integer(1)]) { _, new in new }
        func steps(_ account: String, _ duty: Duty, at house: Int64, in state: Referral.State) -> [String] {
            row["state"] = .text(state.rawValue)
            let viewer = Viewer(account: account, displayName: "", posts: [.init(duty: duty.code, organization: house)])
            return shape.moves(on: row, for: viewer).map(\.name)
        }
        #expect(steps("wang", .doctor, at: 1, in: .draft) == ["submit", "withdraw"])
        #expect(steps("li", .doctor, at: 1, in: .draft) == [])
        #expect(steps("sun", .approver, at: 1, in: .submitted) == ["approve", "return"])
        #expect(steps("wang", .approver, at: 1, in: .submitted) == [], "nobody approves their own referral")
        #expect(steps("zhou", .approver, at: 2, in: .submitted) == [], "the approver of the other house")
        #expect(steps("zhou", .specialist, at: 2, in: .approved) == ["accept", "decline"])
        #expect(steps("zhou", .specialist, at: 1, in: .approved) == [])
        #expect(steps("wang", .doctor, at: 1, in: .accepted) == ["book"])
        #expect(steps("zhou", .specialist, at: 2, in: .arrived) == ["sendBack", "close"])
        #expect(steps("zhou", .specialist, at: 2, in: .closed) == [])
    }

    @Test func `the receiving house sees nothing before approval`() {
        let shape = EntityShape.of(Referral.self)
        var row = shape.blankRow()
        row.values.merge(["from": .integer(1), "to": .integer(2)]) { _, new in new }
        let specialist = Viewer(account: "zhou", displayName: "", posts: [.init(duty: "specialist", organization: 2)])
        for state in Referral.State.allCases {
            row["state"] = .text(state.rawValue)
            let isSent = ![.draft, .submitted, .returned, .withdrawn].contains(state)
            #expect(shape.may(.see, specialist, on: row) == isSent, "\(state)")
        }
    }
}
