package dev.margay.context;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who a call is made for, as established by whatever checked the credentials. Immutable.
///
/// @param id the identity, never blank
/// @param roles what the identity may act as
/// @param texts what else the credentials say, by name, such as an address
public record Principal(String id, Set<String> roles, Map<String, String> texts) {

    public Principal {
        if (id.isBlank()) {
            throw new IllegalArgumentException("principal id: blank (expected: an identity)");
        }
        roles = Set.copyOf(roles);
        texts = Map.copyOf(texts);
    }

    public Principal(String id, Set<String> roles) {
        this(id, roles, Map.of());
    }

    public boolean has(String role) {
        return roles.contains(role);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    /// Without the texts, which may be personal.
    @Override
    public String toString() {
        return "Principal[id=%s, roles=%s]".formatted(id, roles);
    }
}
