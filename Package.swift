// swift-tools-version: 6.1
// The house as a table: one line a target, grouped by room. Who may import whom is said in ARCHITECTURE.md and
// enforced by what each line lists; Tests/ArchitectureTests reads it.
import PackageDescription

// MARK: - Rooms

/// C and C++ behind one C header. Always optimised: an unoptimised codec makes every debug test slow.
func c(_ name: String, _ dependencies: [Target.Dependency] = [], links libraries: [String] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "CModules/\(name)",
        cSettings: [.unsafeFlags(["-O3", "-fno-math-errno", "-Wall", "-Wextra"])],
        cxxSettings: [.unsafeFlags(["-O3", "-fno-math-errno", "-Wall", "-Wextra", "-Wno-deprecated-declarations"])],
        linkerSettings: libraries.map { .linkedLibrary($0) })
}

/// A library of the system: a module map and a shim.h, no source.
func system(_ name: String, pkgConfig: String? = nil, apt package: String) -> Target {
    .systemLibrary(name: name, path: "CModules/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// A Swift target in a room of `Sources`.
func lib(_ room: String, _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/\(room.isEmpty ? "" : room + "/")\(name)", resources: resources)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, path: "Tests/\(name)")
}

// MARK: - Outside packages

let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")

// MARK: - The house

let package = Package(
    name: "yigong",
    products: [.executable(name: "yigong", targets: ["yigong"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        c("CDICOM", links: ["dcmnet", "dcmtls", "dcmdata", "oflog", "ofstd", "ssl", "crypto", "z"]),
        c("CCodecs", links: ["charls", "openjp2", "openjph", "jpeg", "z"]),
        c("CRender", links: ["jpeg", "z"]),
        c("CECG", links: ["fftw3", "m"]),
        c("CHematology", links: ["m"]),
        c("CPaper", ["CPangoCairo"], links: ["pangoft2-1.0", "fontconfig", "freetype", "qrencode", "zint", "jpeg", "z"]),
        c("CStorage"),
        system("CZlib", apt: "zlib1g-dev"),
        system("CPangoCairo", pkgConfig: "pangocairo", apt: "libpango1.0-dev"),
        system("CPostgreSQL", pkgConfig: "libpq", apt: "libpq-dev"),
        system("CXlsxWriter", pkgConfig: "xlsxwriter", apt: "libxlsxwriter-dev"),
        system("CODBC", pkgConfig: "odbc", apt: "unixodbc-dev"),

        lib("Core", "TextCoding"),
        lib("Core", "DICOM", ["CDICOM", "TextCoding"]),
        lib("Core", "HL7", ["TextCoding"]),
        lib("Core", "Imaging", ["CCodecs", "CRender"]),
        lib("Core", "Paper", ["CPaper"]),
        lib("Core", "ECG", ["CECG", "Paper"]),
        lib("Core", "Hematology", ["CHematology", "CZlib", "Paper"]),

        lib("Storage", "Database", [grdb, "CPostgreSQL"]),
        lib("Storage", "ObjectStore", ["CStorage", crypto]),

        lib("Platform", "Kernel"),
        lib("Platform", "Clinical", ["Kernel"]),
        lib("Platform", "Runtime", ["Kernel", "Clinical", "TextCoding", "Database", "ObjectStore", "Paper", "CXlsxWriter", crypto, cryptoExtras, log]),
        lib("Services", "Archive", ["CZlib", "TextCoding", "DICOM", "Imaging", "Database", "ObjectStore", crypto, log, metrics]),
        lib("Services", "Recorders", ["ECG", "DICOM", "HL7", "TextCoding", "Database", "ObjectStore", "CZlib", crypto, log, nioCore, nioPosix]),
        lib("Services", "Analyzers", ["Hematology", "HL7", "TextCoding", "Database", "CODBC", crypto, log, nioCore, nioPosix],
            resources: [.copy("Catalogue")]),

        lib("Systems", "Referral", ["Kernel", "Clinical"]),

        lib("", "Server", ["Archive", "Recorders", "Analyzers", "Referral", "Kernel", "Clinical", "Runtime", "Database", "DICOM", "Imaging", "ECG", "Hematology", "Paper", "HL7", "ObjectStore", "CZlib", hummingbird, hummingbirdTLS, nioCore, nioPosix, mustache, crypto, log, metrics, lifecycle],
            resources: [.copy("Public")]),
        .executableTarget(name: "yigong", dependencies: ["Server", "Archive", "Recorders", "Analyzers", "Kernel", "Clinical", "Runtime", "DICOM", "Imaging", "ECG", "Hematology", "Paper", "HL7", "Database", arguments, configuration, lifecycle, log, nioCore], path: "Sources/yigong"),

        tests("ArchitectureTests", []),
        tests("DICOMTests", ["DICOM"]),
        tests("ImagingTests", ["Imaging"]),
        tests("PaperTests", ["Paper"]),
        tests("ECGTests", ["ECG", "Paper"]),
        tests("HematologyTests", ["Hematology", "Paper"]),
        tests("HL7Tests", ["HL7", "TextCoding"]),
        tests("RecordersTests", ["Recorders", "ECG", "DICOM", "Database"]),
        tests("AnalyzersTests", ["Analyzers", "Hematology", "HL7", "Database"]),
        tests("KernelTests", ["Kernel", "Clinical", "Referral"]),
        tests("StorageTests", ["Database", "ObjectStore"]),
        tests("RuntimeTests", ["Runtime", "Kernel", "Clinical", "Database"]),
        tests("ArchiveTests", ["Archive"]),
        tests("ServerTests", ["Server", "Archive", "DICOM", "Runtime", "Database", hummingbirdTesting]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17)
