package dev.margay.observe;

/// How log lines look.
public enum LogFormat {
    /// One JSON object a line, for machines.
    JSON,
    /// For people.
    TEXT
}
