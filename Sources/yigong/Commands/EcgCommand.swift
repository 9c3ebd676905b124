import ArgumentParser

struct ECGCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ecg", abstract: "Electrocardiograms of any recorder: what is in them, what they measure, a page of paper.",
        subcommands: [Info.self, Measure.self, Delineate.self, Render.self, Convert.self, Evaluate.self])
}
