/// A 64-bit key for a UID: an index over integers is a third of one over text and stays in memory at millions of rows. Two UIDs may
/// share a key, so whoever looks one up compares the UID too.
enum UIDKey {
    /// FNV-1a, folded to a signed column.
    static func of(_ uid: String) -> Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in uid.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int64(bitPattern: hash)
    }
}
