package dev.margay.config;

/// One effective value and where it came from. Immutable.
///
/// @param key for example `log.level`
/// @param value as text; stars for a [Secret]
/// @param origin for example `default`, `command line`, `environment MARGAY_LOG_LEVEL`
public record Setting(String key, String value, String origin) {}
