package dev.margay;

import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// Makes SIGTERM and SIGINT end the process with status 0 after its shutdown hooks have run: they were asked for.
///
/// `sun.misc.Signal` is exported by the JDK but not visible to a compiler that targets a release, hence the handles.
/// Where it is missing, the JVM's own handler runs the same hooks and ends with 143 or 130.
final class Signals {

    private Signals() {}

    static void exitCleanly() {
        try {
            var lookup = MethodHandles.lookup();
            var signal = Class.forName("sun.misc.Signal");
            var listener = Class.forName("sun.misc.SignalHandler");
            var create = lookup.findConstructor(signal, MethodType.methodType(void.class, String.class));
            var handle = lookup.findStatic(signal, "handle", MethodType.methodType(listener, signal, listener));
            var exit = MethodHandles.dropArguments(
                    lookup.findStatic(Signals.class, "exit", MethodType.methodType(void.class)), 0, signal);
            var exiting = MethodHandleProxies.asInterfaceInstance(listener, exit);
            handle.invoke(create.invoke("TERM"), exiting);
            handle.invoke(create.invoke("INT"), exiting);
        } catch (Throwable e) {
            if (e instanceof Error error && !(e instanceof LinkageError)) {
                throw error;
            }
            System.getLogger(Signals.class.getName()).log(System.Logger.Level.DEBUG, "signals are left to the JVM", e);
        }
    }

    @SuppressWarnings("UnusedMethod") // through its handle
    private static void exit() {
        Runtime.getRuntime().exit(0);
    }
}
