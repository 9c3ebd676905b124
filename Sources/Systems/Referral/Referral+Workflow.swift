import Clinical
import Kernel

extension Referral: Workflow {
    public static let moves: [Move<Referral>] = sending + receiving + returning

    public static let deadlines: [Deadline<Referral>] = [
        .within(hours: 24, in: .submitted, tell: [.approver]),
        .within(hours: 24, in: .approved, tell: [.specialist]),
    ]

    private static let sending: [Move<Referral>] = [
        .move(
            "submit", "提交审核", from: [.draft, .returned], to: .submitted, by: [.doctor], within: .own,
            when: [Guard(Phrase("须先取得患者或家属的知情同意", "the patient or family must have consented")) { $0.isConsented }],
            effect: { referral, context in
                try context.tell(.from(referral, to: .approver, Phrase("转诊单 \(referral.number) 待转出审核", "referral \(referral.number) waits for approval")))
            }),
        .move(
            "approve", "审核通过", from: [.submitted], to: .approved, by: [.approver], within: .organization(of: \.from),
            offering: [\.approval], byAnother: true,
            effect: { referral, context in
                let text = Phrase("转诊单 \(referral.number) 待接诊", "referral \(referral.number) waits for acceptance")
                try context.tell(.into(referral, to: .specialist, text))
                try context.tell(.toAuthor(of: referral, Phrase("转诊单 \(referral.number) 已审核通过", "referral \(referral.number) was approved")))
            }),
        .move(
            "return", "退回修改", from: [.submitted], to: .returned, by: [.approver], within: .organization(of: \.from),
            needsReason: true, byAnother: true,
            effect: { referral, context in
                try context.tell(.toAuthor(of: referral, Phrase("转诊单 \(referral.number) 被退回修改", "referral \(referral.number) was returned")))
            }),
        .move(
            "withdraw", "撤销", from: [.draft, .submitted, .returned, .approved], to: .withdrawn, by: [.doctor], within: .own, needsReason: true),
        .move(
            "book", "代患者预约", from: [.accepted, .booked], to: .booked, by: [.doctor, .registrar], within: .organization(of: \.from),
            asking: [\.appointment], offering: [\.appointmentNote],
            effect: { referral, context in
                guard let time = referral.appointment, time > context.now else {
                    throw Objection("预约时间应在现在之后", "the appointment must lie in the future", field: "appointment")
                }
                let text = Phrase("转诊单 \(referral.number) 已预约 \(time.chinaTime)", "referral \(referral.number) is booked for \(time.chinaTime)")
                try context.tell(.into(referral, to: .specialist, text))
                try context.tell(.into(referral, to: .registrar, text))
            }),
    ]

    private static let receiving: [Move<Referral>] = [
        .move(
            "accept", "接诊", from: [.approved], to: .accepted, by: [.specialist, .doctor], within: .organization(of: \.to), asking: [\.reply],
            effect: { referral, context in
                let text = Phrase("转诊单 \(referral.number) 已接诊，可为患者预约", "referral \(referral.number) was accepted and can be booked")
                try context.tell(.toAuthor(of: referral, text))
            }),
        .move(
            "decline", "放弃", from: [.approved], to: .declined, by: [.specialist, .doctor], within: .organization(of: \.to), asking: [\.reply],
            effect: { referral, context in
                try context.tell(.toAuthor(of: referral, Phrase("转诊单 \(referral.number) 未被接诊", "referral \(referral.number) was declined")))
            }),
        .move(
            "arrive", "到诊确认", from: [.accepted, .booked], to: .arrived, by: [.specialist, .doctor, .registrar], within: .organization(of: \.to),
            effect: { referral, context in
                try context.tell(.toAuthor(of: referral, Phrase("转诊单 \(referral.number) 患者已到诊", "the patient of referral \(referral.number) has arrived")))
            }),
    ]

    private static let returning: [Move<Referral>] = [
        .move(
            "sendBack", "下转", from: [.arrived], to: .closed, by: [.specialist], within: .organization(of: \.to),
            asking: [\.plan], offering: [\.followUp],
            when: [Guard(Phrase("只有上转的患者可以下转", "only a patient who was referred up can be sent back")) { $0.direction == .up }],
            effect: { referral, context in
                let answer = try context.save(downReferral(answering: referral, context))
                let text = Phrase("患者下转：转诊单 \(answer.number) 待接诊", "a patient comes back: referral \(answer.number)")
                try context.tell(.toAuthor(of: referral, text, about: answer))
            }),
        .move(
            "close", "结束", from: [.arrived], to: .closed, by: [.specialist, .doctor], within: .organization(of: \.to), offering: [\.plan, \.followUp]),
    ]

    /// The way back, with the plan: it needs no second approval, the lower house only takes the patient in.
    private static func downReferral(answering up: Record<Referral>, _ context: any Context) -> Record<Referral> {
        var down = Record<Referral>()
        down.direction = .down
        down.patient = up.patient
        (down.patientName, down.sex, down.birth, down.phone) = (up.patientName, up.sex, up.birth, up.phone)
        down.from = up.to
        down.to = up.from ?? up.to
        down.urgency = .routine
        down.diagnosis = up.diagnosis
        down.reason = "病情稳定，转回继续治疗"
        down.history = up.history
        down.isConsented = true
        down.plan = up.plan
        down.followUp = up.followUp
        down.answers = up.reference
        down.state = .approved
        down.row[SystemField.ownerOrganization.rawValue] = .integer(up.to.id)
        return down
    }
}

extension Notice {
    fileprivate static func from(_ referral: Record<Referral>, to duty: Duty, _ text: Phrase) -> Notice {
        Notice(to: .duty(duty.code, organization: referral.from?.id ?? 0), text, about: referral)
    }

    fileprivate static func into(_ referral: Record<Referral>, to duty: Duty, _ text: Phrase) -> Notice {
        Notice(to: .duty(duty.code, organization: referral.to.id), text, about: referral)
    }

    fileprivate static func toAuthor(of referral: Record<Referral>, _ text: Phrase, about other: Record<Referral>? = nil) -> Notice {
        Notice(to: .account(referral[system: .createdBy].text ?? ""), text, about: other ?? referral)
    }
}
