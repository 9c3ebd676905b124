internal import CDICOM

/// Where Pixel Data lies in the bytes a data set was parsed from.
public struct PixelDataLocation: Sendable, Equatable {
    /// Pixel Data, Float Pixel Data or Double Float Pixel Data.
    public let tag: Tag
    public let vr: VR
    /// Of the value: the first pixel, or the item that holds the Basic Offset Table.
    public let offset: Int
    /// Of the value; nil if it has an undefined length and the parse ended before it.
    public let length: Int?
    /// Whether it is a sequence of fragments (PS3.5 A.4).
    public let isEncapsulated: Bool
    public let isBigEndian: Bool

    init(_ element: cdicom_element) {
        tag = Tag(rawValue: element.tag)
        vr = VR(code: element.vr) ?? .OW
        offset = Int(element.offset)
        length = element.length == .max ? nil : Int(element.length)
        isEncapsulated = element.flags & UInt8(CDICOM_ENCAPSULATED) != 0
        isBigEndian = element.flags & UInt8(CDICOM_BIG_ENDIAN) != 0
    }
}
