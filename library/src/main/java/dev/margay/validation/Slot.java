package dev.margay.validation;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What must hold for the value at one place: constraints on it, its own plan if it is a record, and on its elements.
///
/// @param nested the plan of its record; null without `@Valid`
/// @param keys what must hold for the keys of a map; null if nothing must
/// @param elements what must hold for its elements, or the values of a map; null if nothing must
record Slot(
        List<Check> checks,
        @Nullable Plan nested,
        @Nullable Slot keys,
        @Nullable Slot elements) {

    static final Slot EMPTY = new Slot(List.of(), null, null, null);

    boolean isEmpty() {
        return checks.isEmpty() && nested == null && keys == null && elements == null;
    }

    void check(@Nullable Object value, List<Violation> found) {
        for (int i = 0; i < checks.size(); i++) {
            var check = checks.get(i);
            if (!check.holds().test(value)) {
                found.add(new Violation(check.code(), check.message(), ""));
            }
        }
        if (value == null) {
            return;
        }
        if (nested != null) {
            nested.check(value, found);
        }
        if (keys != null || elements != null) {
            checkElements(value, found);
        }
    }

    private void checkElements(Object value, List<Violation> found) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((key, element) -> {
                    checkPart(keys, key, "<K>[" + key + "]", found);
                    checkPart(elements, element, "[" + key + "]", found);
                });
            case Optional<?> optional -> {
                if (elements != null) {
                    elements.check(optional.orElse(null), found);
                }
            }
            case Collection<?> collection -> {
                int index = 0;
                for (Object element : collection) {
                    checkIndexed(element, index++, found);
                }
            }
            default -> {
                for (int i = 0; i < Array.getLength(value); i++) {
                    checkIndexed(Array.get(value, i), i, found);
                }
            }
        }
    }

    private void checkIndexed(@Nullable Object element, int index, List<Violation> found) {
        if (elements == null) {
            return;
        }
        int before = found.size();
        elements.check(element, found);
        if (found.size() > before) {
            move(found, before, "[" + index + "]");
        }
    }

    private static void checkPart(@Nullable Slot slot, @Nullable Object part, String where, List<Violation> found) {
        if (slot != null) {
            int before = found.size();
            slot.check(part, found);
            move(found, before, where);
        }
    }

    private static void move(List<Violation> found, int from, String where) {
        for (int i = from; i < found.size(); i++) {
            found.set(i, found.get(i).inside(where));
        }
    }
}
