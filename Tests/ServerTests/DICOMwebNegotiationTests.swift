import Server
import Testing

/// Media types and Accept (RFC 9110 8.3.1, 12.5.1; PS3.18 8.7).
@Suite struct DICOMwebNegotiationTests {
    @Test func `a media type keeps quoted parameters whole`() throws {
        let type = try #require(MediaType(#"Multipart/Related; TYPE="application/dicom"; boundary="a;b,\"c""#))
        #expect(type.name == "multipart/related")
        #expect(type.root == MediaType("application", "dicom"))
        #expect(type["boundary"] == "a;b,\"c")
        #expect(MediaType(type.description) == type)
    }

    @Test(arguments: ["", "text", "text/", "/plain", "a/b/c", "text/plain; =x", "te xt/plain", "text/plain; charset"])
    func `what is no media type is none`(_ text: String) {
        #expect(MediaType(text) == nil)
    }

    private static let offers = [MediaType("application", "dicom"), MediaType("multipart", "related", ["type": "application/dicom"]), MediaType("image", "png")]

    private func chosen(_ header: String?) -> String? {
        Accept(header).choose(mediaType: { $0 }, from: { range in Self.offers.filter(range.covers) })?.name
    }

    @Test(arguments: [
        (nil, "application/dicom"), ("", "application/dicom"), ("*/*", "application/dicom"), ("image/*", "image/png"),
        ("application/dicom;q=0.2, image/png;q=0.3", "image/png"),
        ("image/png, application/dicom", "image/png"),
        (#"multipart/related; type="application/dicom""#, "multipart/related"),
        // The most specific range decides how much a type is liked, whatever else covers it.
        ("*/*, application/dicom;q=0", "multipart/related"),
        ("*/*;q=0.9, application/dicom;q=0.1", "multipart/related"),
        ("nonsense, image/png", "image/png"),
    ] as [(String?, String)])
    func `the representation liked best is chosen`(_ header: String?, _ name: String) {
        #expect(chosen(header) == name)
    }

    @Test(arguments: ["text/plain", "*/*;q=0", #"multipart/related; type="image/jpeg""#, "application/dicom;q=0"])
    func `nothing is chosen where nothing is accepted`(_ header: String) {
        #expect(chosen(header) == nil)
    }
}
