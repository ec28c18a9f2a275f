import Foundation
import Glibc

/// Reads passwords at the terminal without showing them.
enum PasswordPrompt {
    /// Asks, and asks again, because nobody can see what was typed.
    static func askTwice(_ email: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            throw Failure("There is no terminal to ask at; pipe the password in and add --password-stdin.")
        }
        let first = try ask("New password for \(email): ")
        let second = try ask("Once more: ")
        // Compared as they are stored: keyboards may spell a letter in two ways.
        guard first.precomposedStringWithCanonicalMapping == second.precomposedStringWithCanonicalMapping else {
            throw Failure("The two differ; nothing was changed. Try again.")
        }
        return first
    }

    /// One line of standard input without its end. Spaces belong to the password.
    static func readLine() throws -> String {
        guard let line = Swift.readLine(strippingNewline: true) else {
            throw Failure("Standard input is empty; pipe the password in, such as from a password manager.")
        }
        return line
    }

    private static func ask(_ question: String) throws -> String {
        FileHandle.standardError.write(Data(question.utf8))
        var shown = termios()
        guard tcgetattr(STDIN_FILENO, &shown) == 0 else {
            throw Failure("The terminal cannot be told to hide what is typed; use --password-stdin.")
        }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 else {
            throw Failure("The terminal cannot be told to hide what is typed; use --password-stdin.")
        }
        // Somebody who gives up with Control-C must not be left with a terminal that shows nothing.
        HiddenTerminal.restoreOnInterrupt(shown)
        defer {
            HiddenTerminal.restore()
            FileHandle.standardError.write(Data("\n".utf8))
        }
        return try readLine()
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
