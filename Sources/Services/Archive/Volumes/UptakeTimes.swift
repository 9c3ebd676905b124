import DICOM
import Foundation

/// When the dose was given, and the time to which pixels were corrected for decay.
struct UptakeTimes {
    let secondsOfDecay: Double

    /// - Returns: nil where the header does not say.
    init?(_ header: DataSet, _ radiopharmaceutical: DataSet) {
        guard let scan = Self.start(of: header) else { return nil }
        if let whole = radiopharmaceutical.string(Tag(0x0018, 0x1078)) {
            guard let injection = Moment(dateTime: whole) else { return nil }
            secondsOfDecay = scan.seconds - injection.seconds
            return
        }
        // A time without its date: of the scan's day, or of the day before when that would lie in the future.
        guard let time = radiopharmaceutical.string(Tag(0x0018, 0x1072)).flatMap(Moment.secondsOfDay) else { return nil }
        let sameDay = scan.midnight + time
        secondsOfDecay = scan.seconds - (sameDay > scan.seconds ? sameDay - Moment.day : sameDay)
    }

    /// Series Date and Time, unless a later series was made of the images: then acquisition comes before it, and GE's own record of the scan
    /// (0009,xx0D) is believed, or else no time at all.
    private static func start(of header: DataSet) -> Moment? {
        guard let date = header.string(.seriesDate), let time = header.string(.seriesTime), let series = Moment(date: date, time: time) else { return nil }
        guard let acquisitionTime = header.string(.acquisitionTime),
            let acquisition = Moment(date: header.string(.acquisitionDate) ?? date, time: acquisitionTime)
        else { return nil }
        if series.seconds <= acquisition.seconds { return series }
        guard let creator = (UInt16(0x10)...0xFF).first(where: { header.string(Tag(0x0009, $0))?.hasPrefix("GEMS_PETD_01") == true }) else { return nil }
        return header.string(Tag(0x0009, creator << 8 | 0x0D)).flatMap { Moment(dateTime: $0) }
    }
}

/// A DICOM date and time, in seconds of one calendar without time zones: all of a study's are local.
private struct Moment {
    static let day = 86_400.0
    let seconds: Double
    let midnight: Double

    /// DA and TM (PS3.5 6.2).
    init?(date: String, time: String) {
        guard let midnight = Self.midnight(date), let time = Self.secondsOfDay(time) else { return nil }
        (self.midnight, seconds) = (midnight, midnight + time)
    }

    /// DT; an offset from UTC is left out of account, as the others have none.
    init?(dateTime: String) {
        let local = dateTime.prefix { $0 != "+" && $0 != "-" }
        guard local.count >= 12 else { return nil }
        self.init(date: String(local.prefix(8)), time: String(local.dropFirst(8)))
    }

    static func midnight(_ date: String) -> Double? {
        let digits = date.filter { $0 != "." }
        guard digits.count == 8, let number = Int(digits) else { return nil }
        var components = DateComponents()
        (components.year, components.month, components.day) = (number / 10_000, number / 100 % 100, number % 100)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 0)!
        guard components.isValidDate(in: calendar), let date = calendar.date(from: components) else { return nil }
        return date.timeIntervalSince1970
    }

    /// HHMMSS.FFFFFF, of which only the hours must be there.
    static func secondsOfDay(_ time: String) -> Double? {
        let parts = time.filter { $0 != ":" }.split(separator: ".", maxSplits: 1)
        guard let whole = parts.first, [2, 4, 6].contains(whole.count), whole.allSatisfy(\.isASCII), let number = Int(whole), number >= 0 else { return nil }
        let padded = number * [2: 10_000, 4: 100, 6: 1][whole.count]!
        let (hours, minutes, seconds) = (padded / 10_000, padded / 100 % 100, padded % 100)
        guard hours < 24, minutes < 60, seconds <= 60 else { return nil }
        let fraction = parts.count > 1 ? Double("0." + parts[1]) : 0
        return fraction.map { Double(hours * 3600 + minutes * 60 + seconds) + $0 }
    }
}
