/// How a personal value is shown to those who need not know all of it (GB/T 35273-2020 section 7.2).
public enum Mask: String, Sendable {
    /// 张*, 欧阳*
    case name
    /// The first six and the last four characters: 330102********1234
    case identity
    /// 138****1234
    case phone
    /// The first six characters of an address.
    case address

    public func apply(to text: String) -> String {
        let characters = Array(text)
        switch self {
        case .name: return masked(characters, keepingFirst: characters.count > 3 ? 2 : 1, last: 0)
        case .identity: return masked(characters, keepingFirst: 6, last: 4)
        case .phone: return masked(characters, keepingFirst: 3, last: 4)
        case .address: return masked(characters, keepingFirst: 6, last: 0)
        }
    }

    /// A value that is too short to leave anything out shows nothing.
    private func masked(_ characters: [Character], keepingFirst first: Int, last: Int) -> String {
        guard characters.count > first + last else { return String(repeating: "*", count: characters.count) }
        return String(characters.prefix(first)) + String(repeating: "*", count: characters.count - first - last) + String(characters.suffix(last))
    }
}
