import Foundation

/// The profiles and analytes that come with the program.
public struct ShippedProfiles: Sendable {
    /// By id.
    public let profiles: [InstrumentProfile]
    public let analytes: AnalyteCatalogue

    /// Reads every file of the folder once. A file that cannot be read is a mistake of the build, so it ends the program.
    public static let all: ShippedProfiles = {
        do {
            return try ShippedProfiles(folder: Bundle.module.bundleURL.appendingPathComponent("Catalogue"))
        } catch {
            fatalError("a shipped instrument profile cannot be read: \(error)")
        }
    }()

    package init(folder: URL) throws {
        analytes = try JSONDecoder().decode(AnalyteCatalogue.self, from: Data(contentsOf: folder.appendingPathComponent("analytes.json")))
        let instruments = folder.appendingPathComponent("instruments")
        profiles = try FileManager.default.contentsOfDirectory(atPath: instruments.path).filter { $0.hasSuffix(".json") }.sorted().map {
            try InstrumentProfile(json: [UInt8](Data(contentsOf: instruments.appendingPathComponent($0))))
        }
    }

    public subscript(id: String) -> InstrumentProfile? { profiles.first { $0.id == id } }

    /// The profile for whoever calls itself so; the generic one of the language where none knows the name.
    public func profile(sender: String, language: InstrumentProfile.Language) -> InstrumentProfile {
        profiles.first { $0.language == language && $0.recognises(sender: sender) } ?? generic(language)
    }

    func generic(_ language: InstrumentProfile.Language) -> InstrumentProfile {
        guard let profile = self["generic-\(language.rawValue)"] else { fatalError("there is no generic profile for \(language)") }
        return profile
    }
}
