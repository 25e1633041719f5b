package dev.margay.cli;

/// The command cannot do its work; the message is for the person at the terminal.
final class CommandFailedException extends RuntimeException {

    private static final int FAILED = 1;
    private static final int WRONG_ARGUMENTS = 2;

    private final int exitCode;

    /// Something is wrong with the machine.
    CommandFailedException(String message) {
        super(message);
        this.exitCode = FAILED;
    }

    /// Something is wrong with the machine.
    CommandFailedException(String message, Throwable cause) {
        super(message, cause);
        this.exitCode = FAILED;
    }

    private CommandFailedException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /// The command line asks for something that does not exist.
    static CommandFailedException wrongArguments(String message) {
        return new CommandFailedException(WRONG_ARGUMENTS, message);
    }

    int exitCode() {
        return exitCode;
    }
}
