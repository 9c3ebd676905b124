internal import CDICOM

/// The compression of a whole data set (PS3.5 A.5).
public enum Deflate {
    /// What a deflated data set may grow to unless the caller says otherwise.
    public static let defaultLimit = 1 << 31

    public static func inflate(_ source: UnsafeRawBufferPointer, limit: Int = defaultLimit) throws(DICOMError) -> [UInt8] {
        try run(source) { bytes, count, result, resultCount, error in
            cdicom_inflate(bytes, count, UInt64(limit), result, resultCount, error)
        }
    }

    public static func deflate(_ bytes: [UInt8]) throws(DICOMError) -> [UInt8] {
        let result = bytes.withUnsafeBytes { source in
            Result { () throws(DICOMError) in try run(source, cdicom_deflate) }
        }
        return try result.get()
    }

    private typealias Function = (
        UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, UnsafeMutablePointer<Int>,
        UnsafeMutablePointer<cdicom_error>
    ) -> Int32

    private static func run(_ source: UnsafeRawBufferPointer, _ function: Function) throws(DICOMError) -> [UInt8] {
        var result: UnsafeMutablePointer<UInt8>?
        var count = 0
        var error = cdicom_error()
        let status = function(source.baseAddress?.assumingMemoryBound(to: UInt8.self), source.count, &result, &count, &error)
        guard status == 0 else { throw DICOMError(status: status, error) }
        defer { cdicom_free(result) }
        return [UInt8](UnsafeBufferPointer(start: result, count: count))
    }
}
