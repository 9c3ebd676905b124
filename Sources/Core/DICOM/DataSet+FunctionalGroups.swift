/// Enhanced multi-frame objects (PS3.3 C.7.6.16): what holds for a frame stands in its own functional groups, or else in
/// the shared ones, or in classic objects in the data set itself.
extension DataSet {
    /// The item of a functional group macro for a frame, counted from 0.
    public func functionalGroup(_ macro: Tag, frame: Int) -> DataSet? {
        self[.perFrameFunctionalGroupsSequence]?.item(frame)?[macro]?.item(0)
            ?? self[.sharedFunctionalGroupsSequence]?.item(0)?[macro]?.item(0)
    }

    /// An attribute of a frame: per frame, shared, or of the data set itself.
    public func perFrame(_ frame: Int, sequence macro: Tag, attribute: Tag) -> Element? {
        if let own = self[.perFrameFunctionalGroupsSequence]?.item(frame)?[macro]?.item(0)?[attribute] { return own }
        if let shared = self[.sharedFunctionalGroupsSequence]?.item(0)?[macro]?.item(0)?[attribute] { return shared }
        return self[attribute]
    }
}
