package dev.margay.context;

import java.util.Set;

/// Who a call is made for, as established by whatever checked the credentials. Immutable.
///
/// @param id the identity, never blank
/// @param roles what the identity may act as
public record Principal(String id, Set<String> roles) {

    public Principal {
        if (id.isBlank()) {
            throw new IllegalArgumentException("principal id: blank (expected: an identity)");
        }
        roles = Set.copyOf(roles);
    }

    public boolean has(String role) {
        return roles.contains(role);
    }
}
