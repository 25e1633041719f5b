package dev.margay;

import dev.margay.config.ConfigException;
import dev.margay.context.StartException;
import dev.margay.observe.Logs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Ends a process whose `main` failed before its service ran: one clear line where the reason is known, else the stack.
final class MainFailure implements Thread.UncaughtExceptionHandler {

    private MainFailure() {}

    /// Watches the calling thread if it is the process's first one, until its service runs.
    static void watch() {
        var thread = Thread.currentThread();
        if (isMain(thread)) {
            thread.setUncaughtExceptionHandler(new MainFailure());
        }
    }

    static void unwatch() {
        var thread = Thread.currentThread();
        if (isMain(thread)) {
            thread.setUncaughtExceptionHandler(null);
        }
    }

    private static boolean isMain(Thread thread) {
        return thread.getName().equals("main") && !thread.isVirtual();
    }

    /// What to say of a failure to start.
    static @Nullable String reason(RuntimeException failure) {
        var cause = failure.getCause();
        return failure instanceof UncheckedIOException && cause != null ? cause.getMessage() : failure.getMessage();
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        Logs.flush();
        line(failure)
                .ifPresentOrElse(
                        System.err::println, () -> thread.getThreadGroup().uncaughtException(thread, failure));
        Runtime.getRuntime().exit(1);
    }

    /// The one line for a failure whose reason is known: a setting, a part in use, a file that cannot be used.
    static Optional<String> line(@Nullable Throwable failure) {
        return switch (failure) {
            case StartException e -> Optional.of(String.valueOf(e.getMessage()));
            case ConfigException e -> Optional.of(String.valueOf(e.getMessage()));
            case UncheckedIOException e -> line(e.getCause());
            case FileSystemException e ->
                Optional.of("cannot start: %s (%s)"
                        .formatted(e.getMessage(), e.getClass().getSimpleName()));
            case IOException e -> Optional.of("cannot start: " + e.getMessage());
            case null, default -> Optional.empty();
        };
    }
}
