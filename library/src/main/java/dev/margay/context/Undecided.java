package dev.margay.context;

/// An exception that says: the change may or may not have been made.
///
/// Whatever cannot know the protocols (a database, a broker) throws one; whoever answers a caller renders it.
public interface Undecided {}
