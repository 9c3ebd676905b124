import Foundation
import Testing

/// The walls of the house, as ARCHITECTURE.md draws them: a target's sources import nothing of ours but what stands here.
private let allowed: [String: Set<String>] = [
    "Sources/Core/TextCoding": [],
    "Sources/Core/DICOM": ["CDICOM", "TextCoding"],
    "Sources/Core/HL7": ["TextCoding"],
    "Sources/Core/Imaging": ["CCodecs", "CRender"],
    "Sources/Core/Paper": ["CPaper"],
    "Sources/Core/ECG": ["CECG", "Paper"],
    "Sources/Core/Hematology": ["CHematology", "CZlib", "Paper"],
    "Sources/Storage/Database": ["CPostgreSQL"],
    "Sources/Storage/ObjectStore": ["CStorage"],
    "Sources/Platform/Kernel": [],
    "Sources/Platform/Clinical": ["Kernel"],
    "Sources/Platform/Runtime": ["Kernel", "Clinical", "TextCoding", "Database", "ObjectStore", "Paper", "CXlsxWriter"],
    "Sources/Services/Archive": ["CZlib", "TextCoding", "DICOM", "Imaging", "Database", "ObjectStore"],
    "Sources/Services/Recorders": ["ECG", "DICOM", "HL7", "TextCoding", "Database", "ObjectStore", "CZlib"],
    "Sources/Services/Analyzers": ["Hematology", "HL7", "TextCoding", "Database", "CODBC"],
    "Sources/Systems": ["Kernel", "Clinical"],
    "Sources/Server": rooms.subtracting(["Server", "yigong"]),
    "Sources/yigong": rooms,
]

private let rooms: Set<String> = [
    "CDICOM", "CCodecs", "CRender", "CECG", "CHematology", "CPaper", "CStorage", "CZlib", "CPostgreSQL", "CXlsxWriter", "CODBC",
    "TextCoding", "DICOM", "HL7", "Imaging", "Paper", "ECG", "Hematology", "Database", "ObjectStore", "Kernel", "Clinical",
    "Runtime", "Archive", "Recorders", "Analyzers", "Referral", "Server", "yigong",
]

/// Outside packages that only one room may know.
private let keepers: [String: String] = ["GRDB": "Sources/Storage/Database", "Hummingbird": "Sources/Server"]

private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

private struct Import {
    let file: String
    let line: String
    let module: String
}

private func imports(below folder: String) throws -> [Import] {
    let files = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)?.compactMap { $0 as? String } ?? []
    return try files.filter { $0.hasSuffix(".swift") }.flatMap { file -> [Import] in
        let text = try String(contentsOf: root.appendingPathComponent("\(folder)/\(file)"), encoding: .utf8)
        return text.split(separator: "\n").compactMap { line in importLine(String(line), in: "\(folder)/\(file)") }
    }
}

/// The import that a line is, with its access level and kind left out; nil for any other line.
private func importLine(_ line: String, in file: String) -> Import? {
    let words = line.split(separator: " ").map(String.init)
    guard !line.hasPrefix(" "), !line.hasPrefix("//"), let keyword = words.firstIndex(of: "import"), keyword <= 2 else { return nil }
    guard let module = words[(keyword + 1)...].first(where: { !["struct", "class", "func", "enum"].contains($0) }) else { return nil }
    return Import(file: file, line: line, module: String(module.prefix { $0 != "." }))
}

@Suite struct ImportRuleTests {
    @Test(arguments: allowed.keys.sorted())
    func `a room imports only what it may`(folder: String) throws {
        let found = try imports(below: folder)
        #expect(!found.isEmpty, "\(folder) holds no source: the table of this test is out of date")
        for entry in found where rooms.contains(entry.module) {
            #expect(allowed[folder]!.contains(entry.module), "\(entry.file) imports \(entry.module)")
        }
    }

    @Test(arguments: keepers.keys.sorted())
    func `an outside package stays in its room`(package: String) throws {
        for folder in allowed.keys where folder != keepers[package] {
            for entry in try imports(below: folder) where entry.module.hasPrefix(package) {
                Issue.record("\(entry.file) imports \(entry.module)")
            }
        }
    }

    @Test(arguments: ["Sources/Core/DICOM", "Sources/Core/Imaging", "Sources/Core/Paper", "Sources/Core/ECG", "Sources/Core/Hematology"])
    func `no C type shows in a face`(folder: String) throws {
        for entry in try imports(below: folder) where entry.module.hasPrefix("C") && rooms.contains(entry.module) {
            #expect(entry.line.hasPrefix("internal import") || entry.line.hasPrefix("private import"), "\(entry.file): \(entry.line)")
        }
    }

    @Test func `a C module includes nothing of ours but itself`() throws {
        let modules = try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("CModules").path)
        for module in modules {
            let folder = root.appendingPathComponent("CModules/\(module)").path
            for case let file as String in FileManager.default.enumerator(atPath: folder) ?? .init() where file.hasSuffix(".c") || file.hasSuffix(".cpp") || file.hasSuffix(".h") {
                let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
                for other in modules where other != module {
                    #expect(!text.contains("\"\(other.lowercased()).h\""), "\(module)/\(file) includes \(other)")
                }
            }
        }
    }
}
