import DICOM
import Imaging

/// How the frames of one object can be given: a media type and the transfer syntax of the bytes (PS3.18 Tables 8.7.3-4 and 8.7.3-5).
struct FrameRepresentation: Sendable, Equatable {
    let isMultipart: Bool
    /// `image/jp2`, or `application/octet-stream` for anything.
    let name: String
    let syntax: TransferSyntax

    /// The image media types and what they may hold, the default first. Names with `x-` are those of older editions.
    private static let images: [(name: String, syntaxes: [TransferSyntax])] = [
        ("image/jpeg", [.jpegLosslessFirstOrder, .jpegBaseline, .jpegExtended, .jpegLossless]),
        ("image/dicom-rle", [.rleLossless]), ("image/x-dicom-rle", [.rleLossless]),
        ("image/jls", [.jpegLSLossless, .jpegLSNearLossless]), ("image/x-jls", [.jpegLSLossless, .jpegLSNearLossless]),
        ("image/jp2", [.jpeg2000Lossless, .jpeg2000]),
        ("image/jpx", [.jpeg2000MultiComponentLossless, .jpeg2000MultiComponent]),
        ("image/jphc", [.htj2kLossless, .htj2kLosslessRPCL, .htj2k]),
        ("image/jxl", [.jpegXLLossless, .jpegXLRecompression, .jpegXL]),
    ]
    private static let octets = "application/octet-stream"

    /// - Parameters:
    ///   - stored: the object's own transfer syntax.
    ///   - isSingle: one frame only is asked for, which need not be wrapped.
    static func candidates(for range: MediaType, stored: TransferSyntax, isSingle: Bool) -> [FrameRepresentation] {
        let isWrapped = range.isMultipart || range.isAny
        let wanted = range.isMultipart ? range.root ?? MediaType(octets)! : range.isAny ? MediaType(octets)! : range
        guard isWrapped || isSingle, range.isAny || range.subtype == "*" || range.subtype == "related" || !range.isMultipart else { return [] }
        let named = range.transferSyntax ?? wanted.transferSyntax
        var found = octetStream(wanted, named: named, stored: stored, isWrapped)
        for (name, syntaxes) in images {
            guard let type = MediaType(name), MediaType(wanted.type, wanted.subtype).covers(type) else { continue }
            guard let syntax = choose(from: syntaxes, named: named, stored: stored) else { continue }
            found.append(FrameRepresentation(isMultipart: isWrapped, name: name, syntax: syntax))
        }
        return found
    }

    var mediaType: MediaType {
        let parameters = ["transfer-syntax": syntax.uid]
        if isMultipart { return MediaType("multipart", "related", ["type": name].merging(parameters) { $1 }) }
        return part
    }

    /// The Content-Type of a frame.
    var part: MediaType {
        var type = MediaType(name)!
        type["transfer-syntax"] = syntax.uid
        return type
    }

    /// Octets hold any transfer syntax; Explicit VR Little Endian where none is named.
    private static func octetStream(_ wanted: MediaType, named: String?, stored: TransferSyntax, _ isWrapped: Bool) -> [FrameRepresentation] {
        guard MediaType(wanted.type, wanted.subtype).covers(MediaType(octets)!) else { return [] }
        let syntax: TransferSyntax =
            switch named {
            case nil: .explicitVRLittleEndian
            case "*"?: stored.ofFrames
            case let uid?: TransferSyntax(uid: uid)
            }
        return isPossible(syntax, from: stored) ? [FrameRepresentation(isMultipart: isWrapped, name: octets, syntax: syntax)] : []
    }

    /// Where none is named, what is stored goes out as it is if the media type can hold it: only the default would be lossless, and a
    /// lossy image is not made better by it.
    private static func choose(from syntaxes: [TransferSyntax], named: String?, stored: TransferSyntax) -> TransferSyntax? {
        let allowed = named == nil || named == "*" ? syntaxes : syntaxes.filter { $0.uid == named }
        if allowed.contains(stored) { return stored }
        return named == "*" ? nil : allowed.first { isPossible($0, from: stored) }
    }

    private static func isPossible(_ syntax: TransferSyntax, from stored: TransferSyntax) -> Bool {
        if syntax == stored.ofFrames { return true }
        if stored.isEncapsulated, !Codec.canDecode(stored.uid) { return false }
        return syntax.isEncapsulated ? Codec.canEncode(syntax.uid) : syntax == .explicitVRLittleEndian || syntax == .implicitVRLittleEndian
    }
}

extension TransferSyntax {
    /// The syntax of a frame by itself, where headers are out of the question: native little endian is all the same.
    var ofFrames: TransferSyntax { isEncapsulated || isBigEndian ? self : .explicitVRLittleEndian }
}
