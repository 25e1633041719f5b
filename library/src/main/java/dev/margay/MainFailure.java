package dev.margay;

import dev.margay.config.ConfigException;
import dev.margay.context.StartException;
import dev.margay.observe.Logs;
import java.io.UncheckedIOException;
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
        if (failure instanceof StartException || failure instanceof ConfigException) {
            System.err.println(failure.getMessage());
        } else {
            thread.getThreadGroup().uncaughtException(thread, failure);
        }
        Runtime.getRuntime().exit(1);
    }
}
