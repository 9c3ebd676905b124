/// Why nothing was done with a record, in words for whoever asked.
public enum RecordRefusal: Error, Sendable {
    /// There is none, or none that this viewer may see: the two are not told apart.
    case absent
    /// A right is missing; it was audited.
    case forbidden(Phrase)
    /// Somebody else saved it since it was read.
    case stale(by: String, at: Moment)
    /// The state does not allow it (any more).
    case wrongState(Phrase)
    /// What was written breaks these rules.
    case invalid([Objection])

    public func text(in language: String) -> String {
        switch self {
        case .absent: Phrase("没有这条记录，或您无权查看", "there is no such record, or none that you may see").text(in: language)
        case .forbidden(let text), .wrongState(let text): text.text(in: language)
        case .stale(let author, _):
            Phrase("\(author) 已修改过这条记录，请刷新后再改", "\(author) has changed this record meanwhile; load it again").text(in: language)
        case .invalid(let objections): objections.map { $0.text.text(in: language) }.joined(separator: language == "en" ? "; " : "；")
        }
    }
}
