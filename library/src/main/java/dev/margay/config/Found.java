package dev.margay.config;

/// A value as its source holds it: text, or from a file also numbers, booleans, lists and maps.
record Found(Object value, String origin) {}
