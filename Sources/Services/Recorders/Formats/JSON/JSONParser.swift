import ECG
import Foundation

/// The JSON of this project, in which a recording is kept as it is:
///
///     {"format": "yigong-ecg", "version": 1,
///      "sampleRate": 500,                                     samples a second
///      "leads": [{"name": "I", "scale": 2.5, "zero": 0,       µV a unit, the unit that is 0 V
///                 "samples": [-2, -3, null]}],                whole numbers; null where there is none
///      "facts": {"patientID": "…", "recordedAt": "2026-04-02T10:15:00", "measurements": {"qt": 420}, "statements": ["…"]},
///      "annotations": [{"sample": 61, "length": 0, "code": "N", "text": "", "lead": "II"}],
///      "medianBeat": {"sampleRate": 500, "leads": […], "fiducials": {"qrsOnset": 217}}}
///
/// What stands in `facts` are the fields of `Recording.Facts`. Only `format`, `sampleRate` and `leads` must be there; `scale` is 1
/// and `zero` 0 where they are left out.
enum JSONParser: RecordingParser {
    static let format = RecordingFormat.json
    static let name = "yigong-ecg"

    static func recognises(_ source: RecordingSource) -> Bool {
        let start = String(decoding: source.bytes.prefix(4096), as: UTF8.self)
        return start.drop { $0.isWhitespace || $0 == "\u{feff}" }.hasPrefix("{") && start.contains("\"\(name)\"")
    }

    static func read(_ source: RecordingSource) throws(RecordingError) -> Reading {
        let document: Document
        do {
            document = try JSONDecoder().decode(Document.self, from: Data(source.bytes))
        } catch let error as DecodingError {
            throw RecordingError(.json, error.place, error.reason)
        } catch {
            throw RecordingError(.json, .file, "the JSON is not well-formed")
        }
        var recording = Recording(sampleRate: document.sampleRate, leads: document.leads.map(\.lead), facts: document.facts ?? Recording.Facts())
        recording.annotations = (document.annotations ?? []).map(\.annotation)
        recording.medianBeat = document.medianBeat.map {
            Recording.MedianBeat(sampleRate: $0.sampleRate, leads: $0.leads.map(\.lead), fiducials: $0.fiducials ?? [:])
        }
        return Reading(recording: recording)
    }

    private struct Document: Decodable {
        let sampleRate: Double
        let leads: [Lead]
        let facts: Recording.Facts?
        let annotations: [Annotation]?
        let medianBeat: MedianBeat?
    }

    private struct Lead: Decodable {
        let name: String
        let scale: Double?
        let zero: Double?
        let samples: [Int32?]

        var lead: Recording.Lead {
            Recording.Lead(name: name, samples: samples.map { $0 ?? Recording.Lead.missing }, scale: scale ?? 1, zero: zero ?? 0)
        }
    }

    private struct Annotation: Decodable {
        let sample: Int
        let length: Int?
        let code: String
        let text: String?
        let lead: String?

        var annotation: Recording.Annotation {
            Recording.Annotation(sample: sample, length: length ?? 0, code: code, text: text ?? "", lead: lead)
        }
    }

    private struct MedianBeat: Decodable {
        let sampleRate: Double
        let leads: [Lead]
        let fiducials: [String: Int]?
    }
}

extension DecodingError {
    private var context: Context? {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context), .dataCorrupted(let context): context
        @unknown default: nil
        }
    }

    fileprivate var place: RecordingError.Place {
        let path = context?.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue } ?? []
        return path.isEmpty ? .file : .path(path.joined(separator: "/"))
    }

    fileprivate var reason: String {
        if case .keyNotFound(let key, _) = self { return "“\(key.stringValue)” is missing" }
        return context?.debugDescription ?? "the JSON cannot be read"
    }
}
