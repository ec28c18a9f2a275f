import Foundation
import Synchronization

/// Says on standard error how far a long piece of work has come: a bar on a terminal, a line for each step elsewhere.
///
/// Standard output stays for the result, so that it can be read by another program.
public final class ProgressBar: Sendable {
    private struct Shown {
        var step: String?
        var percent = -1
    }

    private static let width = 30
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let shown = Mutex(Shown())

    public init() {}

    /// Shows progress; drawn only where the figure that it shows has changed.
    public func show(_ progress: CareProgress) {
        let percent = progress.total > 0 ? min(100, progress.done * 100 / progress.total) : 100
        shown.withLock { shown in
            let isNewStep = shown.step != progress.step
            guard isNewStep || percent > shown.percent else { return }
            if isNewStep, shown.step != nil, isTerminal { Self.write("\n") }
            shown = Shown(step: progress.step, percent: percent)
            if isTerminal {
                let filled = Self.width * percent / 100
                let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
                Self.write(
                    "\r\(progress.step.padding(toLength: 10, withPad: " ", startingAt: 0)) [\(bar)] \(percent) %")
            } else if isNewStep {
                Self.write("\(progress.step) …\n")
            }
        }
    }

    /// Ends the bar's line, so that what follows begins on its own.
    public func end() {
        shown.withLock { shown in
            if shown.step != nil, isTerminal { Self.write("\n") }
            shown = Shown()
        }
    }

    private static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
