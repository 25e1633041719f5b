package dev.margay.openapi;

/// A change that breaks clients of a published document.
///
/// @param where the operation, and the place in it: `POST /v1/orders, body.quantity`
/// @param what happened there, for example `is required now`
public record Change(String where, String what) {

    @Override
    public String toString() {
        return where + ": " + what;
    }
}
