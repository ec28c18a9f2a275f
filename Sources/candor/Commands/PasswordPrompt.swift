import Foundation
import Glibc

/// Reads passwords at the terminal without showing them.
enum PasswordPrompt {
    /// Asks, and asks again, because nobody can see what was typed.
    static func askTwice(_ email: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            throw Failure("There is no terminal to ask at; pipe the password in and add --password-stdin.")
        }
        let (first, second) = try hiding {
            (try ask("New password for \(email): "), try ask("Once more: "))
        }
        // Compared as they are stored: keyboards may spell a letter in two ways.
        guard first.precomposedStringWithCanonicalMapping == second.precomposedStringWithCanonicalMapping else {
            throw Failure("The two differ; nothing was changed. Try again.")
        }
        return first
    }

    /// One line of standard input without its end.
    static func readLine() throws -> String {
        guard let line = Swift.readLine(strippingNewline: true) else {
            throw Failure("Standard input is empty; pipe the password in, such as from a password manager.")
        }
        return line
    }

    private static func ask(_ question: String) throws -> String {
        FileHandle.standardError.write(Data(question.utf8))
        // The line's end was not shown either.
        defer { FileHandle.standardError.write(Data("\n".utf8)) }
        return try readLine()
    }

    /// Hides what is typed from before the first question until after the last answer, so that nothing shows in between.
    private static func hiding<Value>(_ work: () throws -> Value) throws -> Value {
        var shown = termios()
        guard tcgetattr(STDIN_FILENO, &shown) == 0 else { throw cannotHide }
        // Somebody who gives up with Control-C must not be left with a terminal that shows nothing.
        HiddenTerminal.restoreOnInterrupt(shown)
        defer { HiddenTerminal.restore() }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 else { throw cannotHide }
        return try work()
    }

    private static var cannotHide: Failure {
        Failure("The terminal cannot be told to hide what is typed; use --password-stdin.")
    }
}

/// The terminal's state while it hides what is typed, where a signal handler finds it.
private enum HiddenTerminal {
    nonisolated(unsafe) private static var shown = termios()

    static func restoreOnInterrupt(_ state: termios) {
        shown = state
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                HiddenTerminal.reset()
                _exit(128 + number)
            }
        }
    }

    static func restore() {
        reset()
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }

    /// Calls nothing that is not allowed in a signal handler (signal-safety(7)).
    private static func reset() {
        tcsetattr(STDIN_FILENO, TCSANOW, &shown)
    }
}
