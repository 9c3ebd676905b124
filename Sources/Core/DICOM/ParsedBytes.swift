internal import CDICOM

/// The bytes of a parsed data set and the table that says where its elements lie in them. Never changes.
final class ParsedBytes: @unchecked Sendable {
    let bytes: [UInt8]
    private let table: UnsafeMutablePointer<cdicom_table>

    /// Parses `source`, and keeps a copy of what the elements lie in: without Pixel Data if it stops there.
    init(
        _ source: UnsafeRawBufferPointer, options: cdicom_parse_options
    ) throws(DICOMError) {
        var options = options
        options.dictionary = DataDictionary.standard
        var found: UnsafeMutablePointer<cdicom_table>?
        var error = cdicom_error()
        let status = cdicom_parse(
            source.baseAddress?.assumingMemoryBound(to: UInt8.self), source.count, &options, &found, &error)
        guard status == 0, let found else { throw DICOMError(status: status, error) }
        table = found
        bytes = [UInt8](source.prefix(Int(found.pointee.end)))
    }

    deinit { cdicom_table_destroy(table) }

    var elements: UnsafeBufferPointer<cdicom_element> {
        UnsafeBufferPointer(start: table.pointee.elements, count: table.pointee.count)
    }

    /// Where Pixel Data lies, if the parse ended there.
    var stoppedAt: cdicom_element? { table.pointee.stopped != 0 ? table.pointee.stopped_at : nil }

    /// The syntax in which the data set was found to be.
    var syntax: cdicom_syntax { table.pointee.syntax }

    /// Offset after the last element.
    var end: Int { Int(table.pointee.end) }

    /// The children of an element, or the elements of the data set itself, as a range of the table to step through
    /// by `next(after:)`.
    func children(of container: UInt32) -> Range<Int> {
        guard container != CDICOM_NO_PARENT else { return 0..<elements.count }
        return Int(container) + 1..<Int(elements[Int(container)].end)
    }

    func next(after index: Int) -> Int { Int(elements[index].end) }

    /// The element with this tag directly inside a container.
    func find(_ tag: Tag, in container: UInt32) -> Int? {
        let elements = elements
        let range = children(of: container)
        var index = range.lowerBound
        while index < range.upperBound {
            if elements[index].tag == tag.rawValue { return index }
            index = Int(elements[index].end)
        }
        return nil
    }

    func withValue<Result>(of index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let element = elements[index]
        return try bytes.withUnsafeBytes { all in
            try body(UnsafeRawBufferPointer(rebasing: all[Int(element.offset)..<Int(element.offset + element.length)]))
        }
    }
}
