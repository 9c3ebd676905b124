import Archive
import ArgumentParser
import Foundation

struct AsideCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aside", abstract: "Objects that are kept but not shown: conflicts and the quarantine.",
        discussion: """
            A conflict is an instance that came twice with different content: the first stays, the second is kept here. In the quarantine \
            are objects of senders that are not known, where the setting unknownPeers says so.
            """,
        subcommands: [List.self, Release.self, Remove.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List what is kept aside, newest first.")

        @OptionGroup var data: DataOption
        @Flag(help: "Print JSON.") var json = false

        private struct Entry: Encodable {
            let id: Int64
            let reason: String
            let sopInstanceUID: String
            let callingAE: String
            let peer: String
            let bytes: Int64
            let received: Date
        }

        func run() throws {
            let entries = try data.withArchive { try $0.aside() }.map { object in
                Entry(
                    id: object.id, reason: object.reason.rawValue, sopInstanceUID: object.sopInstanceUID, callingAE: object.callingAE,
                    peer: object.peer, bytes: object.length, received: Date(timeIntervalSince1970: Double(object.received) / 1000))
            }
            if json { return try Terminal.json(entries) }
            guard !entries.isEmpty else { return Terminal.note("nothing is kept aside") }
            Terminal.table(
                ["ID", "REASON", "SOP INSTANCE UID", "FROM", "RECEIVED"],
                entries.map { [String($0.id), $0.reason, $0.sopInstanceUID, "\($0.callingAE) \($0.peer)", $0.received.formatted(.iso8601)] })
        }
    }

    struct Release: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Take an object from quarantine into the archive.")

        @OptionGroup var data: DataOption
        @Argument(help: "Its number in the list.") var id: [Int64]

        func run() throws {
            try data.withExclusiveArchive { archive in
                for id in id { print("\(try archive.release(aside: id).sopInstanceUID) is in the archive") }
            }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove an object kept aside, for good.")

        @OptionGroup var data: DataOption
        @Argument(help: "Its number in the list.") var id: [Int64]

        func run() throws {
            try data.withExclusiveArchive { archive in
                for id in id { try archive.removeAside(id) }
            }
        }
    }
}
