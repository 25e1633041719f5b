package kittens.search;

/// What search must know of a kitten: its words, and which version they are of. Immutable.
///
/// Everything else product tells of it is passed on as it came.
record Kitten(String id, String sku, String name, String breed, long version) {}
