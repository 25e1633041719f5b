package dev.margay.context;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/// Virtual threads whose scheduler is named instead of inherited. Safe for many threads.
///
/// A virtual thread started by another inherits its scheduler; one started by a handler would live on that handler's
/// event loop. Whatever outlives or fans out of a handler uses [#onJdk(String)]. JDK 25 has the constructor that
/// takes a scheduler, but not in its public API: it is open only under
/// `--add-opens java.base/java.lang=ALL-UNNAMED`. Where it is closed, nothing else than the JDK's scheduler can be
/// inherited, and ordinary virtual threads do the same.
public final class VirtualThreads {

    private static final @Nullable MethodHandle BUILDER = builder();
    private static final @Nullable Executor JDK = jdkScheduler();

    private VirtualThreads() {}

    /// Named threads on the JDK's own scheduler, whichever thread asks for them.
    public static ThreadFactory onJdk(String name) {
        var builder = JDK == null || BUILDER == null ? Thread.ofVirtual() : on(BUILDER, JDK);
        return builder.name(name + "-", 0).inheritInheritableThreadLocals(false).factory();
    }

    /// Threads, all of this name, that run on the given scheduler, or empty where the JDK does not open its
    /// constructor.
    ///
    /// The scheduler must never throw: a rejected continuation is lost, with whatever locks its thread holds.
    public static Optional<ThreadFactory> on(String name, Executor scheduler) {
        return BUILDER == null
                ? Optional.empty()
                : Optional.of(on(BUILDER, scheduler)
                        .name(name)
                        .inheritInheritableThreadLocals(false)
                        .factory());
    }

    private static Thread.Builder.OfVirtual on(MethodHandle builder, Executor scheduler) {
        try {
            return (Thread.Builder.OfVirtual) builder.invoke(scheduler);
        } catch (Throwable e) {
            throw new IllegalStateException("the JDK's virtual thread builder refused a scheduler", e);
        }
    }

    private static @Nullable MethodHandle builder() {
        try {
            var type = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .findConstructor(type, MethodType.methodType(void.class, Executor.class));
        } catch (ReflectiveOperationException _) {
            return null; // closed, or another JDK: the caller falls back
        }
    }

    private static @Nullable Executor jdkScheduler() {
        try {
            var type = Class.forName("java.lang.VirtualThread");
            return (Executor) MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                    .findStatic(type, "defaultScheduler", MethodType.methodType(Executor.class))
                    .invoke();
        } catch (Throwable _) {
            return null; // closed, or another JDK: the caller falls back
        }
    }
}
