import Analyzers
import ArgumentParser
import Hematology

/// The graphics that `yigong analyzer plot` finds in a file, whatever kind of file it is.
struct GraphicSource {
    private(set) var graphics: [Graphic] = []
    private(set) var faults: [String] = []

    init(bytes: [UInt8], name: String, command: AnalyzerPlotCommand) throws {
        do throws(HematologyError) {
            if FlowFile.isOne(bytes) {
                try readFlow(FlowFile(bytes), x: command.x, y: command.y)
            } else if GraphicImage.isOne(bytes) {
                graphics = [.image(try GraphicImage(name: name.split(separator: "/").last.map(String.init) ?? name, file: bytes))]
            } else {
                readMessages(bytes, profile: command.profile)
            }
        } catch {
            faults.append("\(error)")
        }
    }

    private mutating func readFlow(_ file: FlowFile, x: String?, y: String?) throws(HematologyError) {
        if let x, let y {
            guard let across = file.parameter(named: x), let up = file.parameter(named: y) else {
                throw HematologyError(.badArgument, "the parameters are \(file.parameters.map(\.name).joined(separator: ", "))")
            }
            graphics.append(.scattergram(try file.scattergram(x: across, y: up)))
            return
        }
        if let pair = file.scatterPair { graphics.append(.scattergram(try file.scattergram(x: pair.x, y: pair.y))) }
        for parameter in file.parameters.indices { graphics.append(.histogram(try file.histogram(parameter))) }
    }

    private mutating func readMessages(_ bytes: [UInt8], profile: String?) {
        let interpreter = Interpreter()
        do {
            let decoded = interpreter.decode(bytes, profile: try profile.map { try AnalyzerFile.profile($0, of: interpreter) })
            graphics = decoded.messages.flatMap(\.graphics).compactMap(\.graphic)
            faults = decoded.faults + decoded.messages.flatMap(\.faults)
            let files = decoded.messages.flatMap(\.graphics).compactMap(\.file)
            if !files.isEmpty { faults.append("in the instrument's own folder, not in the message: \(files.joined(separator: ", "))") }
        } catch {
            faults.append("\(error)")
        }
    }
}
