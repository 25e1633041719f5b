package dev.margay.context;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Looks through the causes of a failure, a stranger's too: they may lead in a circle, or fail to say where they come
/// from.
public final class Causes {

    private static final int MOST = 50;

    private Causes() {}

    /// Whether the failure itself or one of its first 50 causes is such a one. Never throws.
    public static boolean any(Throwable failure, Predicate<Throwable> such) {
        try {
            @Nullable Throwable cause = failure;
            for (int i = 0; cause != null && i < MOST; i++) {
                if (such.test(cause)) {
                    return true;
                }
                cause = cause.getCause();
            }
            return false;
        } catch (RuntimeException | Error _) {
            return false; // what cannot say where it comes from comes from itself
        }
    }
}
