package kittens.product;

import dev.margay.json.Json;
import dev.margay.json.JsonException;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// A merge patch of an [Offer] (RFC 7396), not yet looked at. Immutable.
///
/// @param named the members it has, null ones too
/// @param values theirs, and null for the others
record Patch(Set<String> named, Draft values) {

    Patch {
        named = Set.copyOf(named);
    }

    /// Reads it as the client sent it, so that a failure names a place in that text.
    ///
    /// @throws JsonException if it is no object, or a member is of another kind than the offer's
    static Patch parse(byte[] text) {
        @SuppressWarnings("unchecked") // the names of members are text
        Map<String, ?> members = Json.read(text, Map.class);
        return new Patch(members.keySet(), Json.read(text, Draft.class));
    }

    /// The offer with the members of the patch in place of its own.
    Draft over(Offer offer) {
        return new Draft(
                either("sku", Draft::sku, offer.sku()),
                either("name", Draft::name, offer.name()),
                either("breed", Draft::breed, offer.breed()),
                either("weight", Draft::weight, offer.weight()),
                either("price", Draft::price, offer.price()),
                either("stock_count", Draft::stockCount, offer.stockCount()));
    }

    private <T> T either(String member, Function<Draft, T> patched, T own) {
        return named.contains(member) ? patched.apply(values) : own;
    }
}
