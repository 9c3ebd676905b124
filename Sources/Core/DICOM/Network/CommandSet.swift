/// The command part of a DIMSE message: the elements of group 0000 (PS3.7 6.3.1 and Annex E).
///
/// Elements this type has no name for are kept as they came.
public struct CommandSet: Hashable, Sendable {
    /// Element numbers of PS3.7 Table E.1-1.
    enum Element {
        static let groupLength: UInt16 = 0x0000
        static let affectedSOPClassUID: UInt16 = 0x0002
        static let requestedSOPClassUID: UInt16 = 0x0003
        static let commandField: UInt16 = 0x0100
        static let messageID: UInt16 = 0x0110
        static let messageIDBeingRespondedTo: UInt16 = 0x0120
        static let moveDestination: UInt16 = 0x0600
        static let priority: UInt16 = 0x0700
        static let dataSetType: UInt16 = 0x0800
        static let status: UInt16 = 0x0900
        static let offendingElement: UInt16 = 0x0901
        static let errorComment: UInt16 = 0x0902
        static let errorID: UInt16 = 0x0903
        static let affectedSOPInstanceUID: UInt16 = 0x1000
        static let requestedSOPInstanceUID: UInt16 = 0x1001
        static let eventTypeID: UInt16 = 0x1002
        static let attributeIdentifierList: UInt16 = 0x1005
        static let actionTypeID: UInt16 = 0x1008
        static let remainingSuboperations: UInt16 = 0x1020
        static let completedSuboperations: UInt16 = 0x1021
        static let failedSuboperations: UInt16 = 0x1022
        static let warningSuboperations: UInt16 = 0x1023
        static let moveOriginatorAE: UInt16 = 0x1030
        static let moveOriginatorMessageID: UInt16 = 0x1031
    }

    /// Command Data Set Type when no data set follows; any other value says that one does (PS3.7 E.1-1).
    static let noDataSet: UInt16 = 0x0101
    private static let someDataSet: UInt16 = 0x0001

    /// Values by element number, in little endian and padded, without the group length.
    var values: [UInt16: [UInt8]] = [:]

    public init(_ field: CommandField) {
        values[Element.commandField] = Self.bytes(field.rawValue)
        values[Element.dataSetType] = Self.bytes(Self.noDataSet)
    }

    init(values: [UInt16: [UInt8]]) { self.values = values }

    public var field: CommandField {
        get { CommandField(rawValue: number(Element.commandField) ?? 0) }
        set { setNumber(Element.commandField, newValue.rawValue) }
    }

    /// Whether a data set follows. Set by ``Association/send(_:on:data:)``.
    public var hasDataSet: Bool {
        get { dataSetType != Self.noDataSet }
        set { dataSetType = newValue ? Self.someDataSet : Self.noDataSet }
    }

    public var dataSetType: UInt16 {
        get { number(Element.dataSetType) ?? Self.noDataSet }
        set { setNumber(Element.dataSetType, newValue) }
    }

    public var affectedSOPClassUID: String? {
        get { text(Element.affectedSOPClassUID) }
        set { setUID(Element.affectedSOPClassUID, newValue) }
    }
    public var requestedSOPClassUID: String? {
        get { text(Element.requestedSOPClassUID) }
        set { setUID(Element.requestedSOPClassUID, newValue) }
    }
    public var messageID: UInt16? {
        get { number(Element.messageID) }
        set { setNumber(Element.messageID, newValue) }
    }
    public var messageIDBeingRespondedTo: UInt16? {
        get { number(Element.messageIDBeingRespondedTo) }
        set { setNumber(Element.messageIDBeingRespondedTo, newValue) }
    }
    public var moveDestination: String? {
        get { text(Element.moveDestination) }
        set { setText(Element.moveDestination, newValue) }
    }
    public var priority: DIMSEPriority? {
        get { number(Element.priority).flatMap(DIMSEPriority.init) }
        set { setNumber(Element.priority, newValue?.rawValue) }
    }
    public var status: DIMSEStatus? {
        get { number(Element.status).map(DIMSEStatus.init) }
        set { setNumber(Element.status, newValue?.rawValue) }
    }
    public var offendingElements: [Tag] {
        get { tags(Element.offendingElement) }
        set { setTags(Element.offendingElement, newValue) }
    }
    /// At most 64 characters (LO); longer ones are cut.
    public var errorComment: String? {
        get { text(Element.errorComment) }
        set { setText(Element.errorComment, newValue.map(Self.comment)) }
    }
    public var errorID: UInt16? {
        get { number(Element.errorID) }
        set { setNumber(Element.errorID, newValue) }
    }
    public var affectedSOPInstanceUID: String? {
        get { text(Element.affectedSOPInstanceUID) }
        set { setUID(Element.affectedSOPInstanceUID, newValue) }
    }
    public var requestedSOPInstanceUID: String? {
        get { text(Element.requestedSOPInstanceUID) }
        set { setUID(Element.requestedSOPInstanceUID, newValue) }
    }
    public var eventTypeID: UInt16? {
        get { number(Element.eventTypeID) }
        set { setNumber(Element.eventTypeID, newValue) }
    }
    public var attributeIdentifierList: [Tag] {
        get { tags(Element.attributeIdentifierList) }
        set { setTags(Element.attributeIdentifierList, newValue) }
    }
    public var actionTypeID: UInt16? {
        get { number(Element.actionTypeID) }
        set { setNumber(Element.actionTypeID, newValue) }
    }
    public var numberOfRemainingSuboperations: UInt16? {
        get { number(Element.remainingSuboperations) }
        set { setNumber(Element.remainingSuboperations, newValue) }
    }
    public var numberOfCompletedSuboperations: UInt16? {
        get { number(Element.completedSuboperations) }
        set { setNumber(Element.completedSuboperations, newValue) }
    }
    public var numberOfFailedSuboperations: UInt16? {
        get { number(Element.failedSuboperations) }
        set { setNumber(Element.failedSuboperations, newValue) }
    }
    public var numberOfWarningSuboperations: UInt16? {
        get { number(Element.warningSuboperations) }
        set { setNumber(Element.warningSuboperations, newValue) }
    }
    public var moveOriginatorAE: String? {
        get { text(Element.moveOriginatorAE) }
        set { setText(Element.moveOriginatorAE, newValue) }
    }
    public var moveOriginatorMessageID: UInt16? {
        get { number(Element.moveOriginatorMessageID) }
        set { setNumber(Element.moveOriginatorMessageID, newValue) }
    }
}

extension CommandSet: CustomStringConvertible {
    public var description: String {
        var text = "\(field)"
        if let messageID { text += " \(messageID)" }
        if let messageIDBeingRespondedTo { text += " to \(messageIDBeingRespondedTo)" }
        if let status { text += ", status \(status)" }
        if let errorComment { text += " (\(errorComment))" }
        return text
    }
}
