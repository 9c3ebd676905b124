import Synchronization

/// The profiles in use, replaced when one is edited.
final class InterpreterBox: Sendable {
    private let interpreter: Mutex<Interpreter>

    init(_ interpreter: Interpreter) { self.interpreter = Mutex(interpreter) }

    var current: Interpreter { interpreter.withLock { $0 } }

    func replace(by interpreter: Interpreter) { self.interpreter.withLock { $0 = interpreter } }
}
