/// The read side of the kitten store: finds kittens by what people type.
///
/// **Belongs here:** the index, how words are compared, and the routes that ask it. The index is a projection of the
/// topic `product.*`: it keeps its own position in the log, and an index that is gone is filled again from it.
///
/// **Not here:** what a kitten may be and who may change it (→ `kittens.product`).
@NullMarked
package kittens.search;

import org.jspecify.annotations.NullMarked;
