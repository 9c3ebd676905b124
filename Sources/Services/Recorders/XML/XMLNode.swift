/// An element of an XML document, with the names of elements and attributes as written but without their prefix.
final class XMLNode {
    let name: String
    /// From the root, such as `AnnotatedECG/component/series`.
    let path: String
    let attributes: [String: String]
    var children: [XMLNode] = []
    /// The text directly inside it.
    var text = ""

    init(name: String, path: String, attributes: [String: String]) {
        self.name = name
        self.path = path
        self.attributes = attributes
    }

    /// The first child of this name.
    subscript(name: String) -> XMLNode? { children.first { $0.name == name } }

    func all(_ name: String) -> [XMLNode] { children.filter { $0.name == name } }

    /// The first element that is reached by these names, whichever of several siblings leads to it.
    func find(_ names: String...) -> XMLNode? { find(names[...]) }

    private func find(_ names: ArraySlice<String>) -> XMLNode? {
        guard let first = names.first else { return self }
        for child in children where child.name == first {
            if let found = child.find(names.dropFirst()) { return found }
        }
        return nil
    }

    /// This element and all below it, in the order of the document.
    func descendants(_ name: String) -> [XMLNode] {
        children.flatMap { ($0.name == name ? [$0] : []) + $0.descendants(name) }
    }

    /// The text of the first child of this name, without white space around; nil if there is none, or one of the fillers that
    /// devices write for nothing.
    func string(_ name: String) -> String? { self[name]?.value }

    var value: String? { text.nonEmpty.flatMap { $0 == "---" || $0 == "," ? nil : $0 } }

    func number(_ name: String) -> Double? { self[name]?.number }

    var number: Double? { value.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil } }

    func attribute(_ name: String) -> String? { attributes[name]?.nonEmpty }

    func attributeNumber(_ name: String) -> Double? { attribute(name).flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil } }
}
