/// Kittens for sale, and orders: the write side of the store.
///
/// Kittens are read by everybody and changed by administrators, who say which version they have seen (`If-Match`).
/// Each change is one transaction together with the event that tells it (`product.inserted`, `product.updated`,
/// `product.deleted`: the whole kitten; or `new_order`), so neither is ever without the other. An order takes its
/// kittens from stock in one statement that refuses when there are too few.
///
/// What clients may rely on beyond the store's interface:
/// - Outer blanks of texts are cut off. Members a request does not know are ignored, `id` and `version` among them.
/// - `PATCH` is a JSON merge patch (RFC 7396) of the six members an administrator sets; none can be removed.
/// - `If-Match: *` stands for any version. `DELETE` takes `If-Match` but does not need it.
/// - Texts are compared and sorted by code point: `sort=name,-price` has a tie-break of its own, the id.
/// - A cursor belongs to the sort and filter it was given for; the page size may change on the way.
/// - The price of an order is that of all its kittens. Its `Idempotency-Key` counts for the customer who sent it, for
///   good: only an order that was accepted is remembered, whatever failed can be tried again under the same key.
///
/// **Belongs here:** the catalogue, orders, stock, the ledger of sales.
///
/// **Not here:** who somebody is (→ `kittens.auth`), finding kittens by words (→ `kittens.search`), telling customers
/// (→ `kittens.mail`).
@NullMarked
package kittens.product;

import org.jspecify.annotations.NullMarked;
