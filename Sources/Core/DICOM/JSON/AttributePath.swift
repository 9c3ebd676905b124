/// Where an attribute stands: the sequences and items around it, and its tag. Written `0040A730/1/00081198`, items counted
/// from 1, as in the bulk data addresses of an archive.
public struct AttributePath: Hashable, Sendable, CustomStringConvertible {
    public struct Step: Hashable, Sendable {
        public let sequence: Tag
        /// From 0.
        public let item: Int
    }

    public internal(set) var steps: [Step]
    public let tag: Tag

    public init(_ tag: Tag, within steps: [Step] = []) {
        self.steps = steps
        self.tag = tag
    }

    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count % 2 == 1, let last = parts.last, let tag = Tag(hex: last) else { return nil }
        var steps: [Step] = []
        for i in stride(from: 0, to: parts.count - 1, by: 2) {
            guard let sequence = Tag(hex: parts[i]), let item = Int(parts[i + 1]), item > 0 else { return nil }
            steps.append(Step(sequence: sequence, item: item - 1))
        }
        self.init(tag, within: steps)
    }

    public var description: String {
        steps.map { "\($0.sequence.hex)/\($0.item + 1)/" }.joined() + tag.hex
    }
}

extension DataSet {
    /// The element at a path, or nil if it leads nowhere.
    public func element(at path: AttributePath) -> Element? {
        var here = self
        for step in path.steps {
            guard let item = here[step.sequence]?.item(step.item) else { return nil }
            here = item
        }
        return here[path.tag]
    }
}
