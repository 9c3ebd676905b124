import Foundation
import FoundationXML

/// Reads an XML document into a tree. Nothing outside it is loaded, it may define no entities, and there are limits to its depth
/// and size, so that no document costs more than its own length.
enum XMLDocumentReader {
    static let deepest = 64
    static let mostElements = 400_000

    /// Whether the bytes begin like XML, in any coding that is read.
    static func recognises(_ bytes: [UInt8]) -> Bool {
        let start = bytes.prefix(64).filter { $0 != 0 }
        let text = start.starts(with: [0xef, 0xbb, 0xbf]) ? start.dropFirst(3) : start.drop { $0 >= 0xfe }
        return text.first { $0 != 32 && $0 != 9 && $0 != 10 && $0 != 13 } == UInt8(ascii: "<")
    }

    /// - Parameter format: what errors are reported as, nil before it is known.
    static func read(_ bytes: [UInt8]) throws(RecordingError) -> XMLNode {
        let parser = XMLParser(data: Data(XMLText.utf8(of: bytes)))
        let builder = XMLTreeBuilder()
        parser.delegate = builder
        parser.shouldResolveExternalEntities = false
        let parsed = parser.parse()
        if let failure = builder.failure { throw failure }
        guard parsed, let root = builder.root else {
            let reason = parser.parserError.map { " (error \(($0 as NSError).code) of libxml2)" } ?? ""
            throw RecordingError(nil, .line(max(parser.lineNumber, 1)), "the XML is not well-formed\(reason)")
        }
        return root
    }
}

private final class XMLTreeBuilder: NSObject, XMLParserDelegate {
    private(set) var root: XMLNode?
    private(set) var failure: RecordingError?
    private var open: [XMLNode] = []
    private var count = 0

    func parser(
        _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
        attributes attributeDict: [String: String]
    ) {
        count += 1
        guard open.count < XMLDocumentReader.deepest, count <= XMLDocumentReader.mostElements else {
            return stop(parser, "the document is too deep or has too many elements")
        }
        let name = elementName.withoutPrefix
        let path = open.last.map { $0.path + "/" + name } ?? name
        let attributes = Dictionary(attributeDict.map { ($0.key.withoutPrefix, $0.value) }, uniquingKeysWith: { first, _ in first })
        let node = XMLNode(name: name, path: path, attributes: attributes)
        open.last?.children.append(node)
        if root == nil { root = node }
        open.append(node)
    }

    func parser(_ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName: String?) {
        _ = open.popLast()
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { open.last?.text += string }

    func parser(_ parser: XMLParser, foundCDATA block: Data) { open.last?.text += String(decoding: block, as: UTF8.self) }

    func parser(_ parser: XMLParser, foundInternalEntityDeclarationWithName name: String, value: String?) {
        stop(parser, "the document defines entities")
    }

    private func stop(_ parser: XMLParser, _ message: String) {
        if failure == nil { failure = RecordingError(nil, .line(max(parser.lineNumber, 1)), message) }
        parser.abortParsing()
    }
}

extension String {
    fileprivate var withoutPrefix: String {
        guard let colon = lastIndex(of: ":") else { return self }
        return String(self[index(after: colon)...])
    }
}
