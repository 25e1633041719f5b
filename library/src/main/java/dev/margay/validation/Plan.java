package dev.margay.validation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What must hold for the values of one record type: filled once, then only read.
final class Plan {

    private final Class<?> type;
    private final List<Check> own = new ArrayList<>(0);
    private final List<Member> members = new ArrayList<>();
    private @Nullable Sealed alternatives;

    Plan(Class<?> type) {
        this.type = type;
    }

    void add(Check check) {
        own.add(check);
    }

    void add(String name, Method accessor, Slot slot) {
        if (!slot.isEmpty()) {
            members.add(new Member(name, accessor, slot));
        }
    }

    /// This type is an interface; its values are checked by their own type's plan.
    void alternatives(Sealed plans) {
        alternatives = plans;
    }

    boolean isEmpty() {
        return own.isEmpty() && members.isEmpty() && alternatives == null;
    }

    void check(Object value, List<Violation> found) {
        if (alternatives != null) {
            alternatives.of(value).check(value, found);
            return;
        }
        for (int i = 0; i < own.size(); i++) {
            var check = own.get(i);
            if (!check.holds().test(value)) {
                found.add(new Violation(check.code(), check.message(), ""));
            }
        }
        for (int i = 0; i < members.size(); i++) {
            var member = members.get(i);
            int before = found.size();
            member.slot().check(read(member.accessor(), value), found);
            for (int j = before; j < found.size(); j++) {
                found.set(j, found.get(j).inside(member.name()));
            }
        }
    }

    private static @Nullable Object read(Method accessor, Object value) {
        try {
            return accessor.invoke(value);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(
                    "%s failed while its record was validated".formatted(accessor), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("%s cannot be called".formatted(accessor), e);
        }
    }

    @Override
    public String toString() {
        return "Plan of " + type.getName();
    }

    private record Member(String name, Method accessor, Slot slot) {}

    /// The plan for each permitted type of a sealed interface.
    @FunctionalInterface
    interface Sealed {
        Plan of(Object value);
    }
}
