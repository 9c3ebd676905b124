import ECG
import Recorders
import Synchronization

/// Recordings that are being read, decoded: a reader asks for many stretches of the same one.
final class ECGShelf: Sendable {
    private struct Place {
        let id: Int64
        let recording: Recording
        let samples: Int
        /// What the program made of it, once that was asked.
        var analysis: ECGAnalysis??
    }

    /// Samples of all leads that are kept in memory: a day of three leads at 250 Hz.
    private static let mostSamples = 70_000_000
    /// The program looks at this much of a long recording: seconds.
    static let longestAnalysis = 600.0

    private let store: RecordingStore
    private let places = Mutex<[Place]>([])

    init(store: RecordingStore) { self.store = store }

    /// Decodes a recording, or finds it on the shelf. Blocks.
    func recording(_ id: Int64) throws -> Recording {
        let known = places.withLock { places -> Recording? in
            guard let index = places.firstIndex(where: { $0.id == id }) else { return nil }
            let place = places.remove(at: index)
            places.append(place)
            return place.recording
        }
        if let known { return known }
        let recording = try store.file(of: id).recording
        keep(Place(id: id, recording: recording, samples: recording.leads.reduce(0) { $0 + $1.samples.count }))
        return recording
    }

    /// The last one always stays; what was not looked at for longest goes first.
    private func keep(_ place: Place) {
        places.withLock { places in
            places.removeAll { $0.id == place.id }
            places.append(place)
            while places.count > 1, places.reduce(0, { $0 + $1.samples }) > Self.mostSamples { places.removeFirst() }
        }
    }

    /// What the program makes of a recording's beginning; nil where nothing in it can be measured.
    func analysis(_ id: Int64) throws -> ECGAnalysis? {
        let recording = try recording(id)
        if let known = places.withLock({ $0.first { $0.id == id }?.analysis }) { return known }
        let analysis = try? ECGAnalysis(recording.beginning(seconds: Self.longestAnalysis))
        places.withLock { places in
            if let index = places.firstIndex(where: { $0.id == id }) { places[index].analysis = .some(analysis) }
        }
        return analysis
    }
}

extension Recording {
    /// The first so many seconds.
    fileprivate func beginning(seconds: Double) -> Recording {
        guard duration > seconds else { return self }
        var part = self
        let count = Int(seconds * sampleRate)
        for index in part.leads.indices { part.leads[index].samples = Array(leads[index].samples.prefix(count)) }
        return part
    }

    /// Every lead from `start` on, as microvolts.
    func stretch(from start: Double, seconds: Double) -> (first: Int, leads: [[Float]]) {
        let first = min(max(Int((start * sampleRate).rounded()), 0), sampleCount)
        let count = min(Int((seconds * sampleRate).rounded()), sampleCount - first)
        let part = leads.map { lead -> [Float] in
            let samples = Array(lead.samples.dropFirst(first).prefix(count))
            let microvolts = Lead(name: lead.name, samples: samples, scale: lead.scale, zero: lead.zero).microvolts
            return microvolts + Array(repeating: .nan, count: count - microvolts.count)
        }
        return (first, part)
    }
}
