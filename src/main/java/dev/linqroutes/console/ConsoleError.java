package dev.linqroutes.console;

/** A request that is answered with an error status. The message says what is wrong and what to do; a person reads it. */
final class ConsoleError extends RuntimeException {
    private final int status;

    ConsoleError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static ConsoleError invalid(String message) {
        return new ConsoleError(400, message);
    }

    static ConsoleError notFound(String message) {
        return new ConsoleError(404, message);
    }

    /** The thing has changed since the page was loaded, or does not allow the action. */
    static ConsoleError conflict(String message) {
        return new ConsoleError(409, message);
    }

    int status() {
        return status;
    }
}
