package dev.margay.messaging;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A store whose calls fail when it is told so, before they do anything.
class TroubledStore {

    private final MessageStore store;
    private final Map<String, Throwable> troubles = new ConcurrentHashMap<>();
    private final List<String> failed = new CopyOnWriteArrayList<>();

    TroubledStore(MessageStore store) {
        this.store = store;
    }

    /// The next call of this name fails so, once.
    void failOnce(String call, Throwable how) {
        troubles.put(call, how);
    }

    /// Called before every call of the store.
    void before(String call) {}

    /// The names of the calls that failed so far.
    List<String> failed() {
        return failed;
    }

    MessageStore store() {
        return (MessageStore) Proxy.newProxyInstance(
                MessageStore.class.getClassLoader(), new Class<?>[] {MessageStore.class}, this::call);
    }

    private @Nullable Object call(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        before(method.getName());
        var trouble = troubles.remove(method.getName());
        if (trouble != null) {
            failed.add(method.getName());
            throw trouble;
        }
        try {
            return method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
