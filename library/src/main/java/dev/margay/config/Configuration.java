package dev.margay.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All settings of a program: read into records once, in `main`. One thread at a time.
///
/// Later sources win: defaults in code, `application.conf`, environment, secret files, command line. A component
/// `maxSize` of a record read at `cache` is the key `cache.max-size`, the variable `MARGAY_CACHE_MAX_SIZE`, the
/// secret file named by `MARGAY_CACHE_MAX_SIZE_FILE` and the argument `--cache.max-size=...`. Lists are separated by
/// commas outside of files; durations have a unit (`10s`, `500ms`) or are ISO 8601.
public final class Configuration {

    private final Lookup lookup;
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    private Configuration(Lookup lookup) {
        this.lookup = lookup;
    }

    /// The settings this process was started with.
    public static Configuration of(String... arguments) {
        return from(Sources.ofProcess(arguments));
    }

    public static Configuration from(Sources sources) {
        return new Configuration(Lookup.of(sources));
    }

    /// The record at the path, whose values default to those of the given one; the path may be empty.
    ///
    /// @throws ConfigException naming every value that cannot be converted or is refused by its record
    @SuppressWarnings("unchecked") // the binder makes a record of the class it is given
    public <T extends Record> T read(String path, T defaults) {
        var binder = new Binder(lookup, settings);
        var value = binder.record(path, defaults.getClass(), defaults);
        return (T) binder.finished(value);
    }

    /// The record at the path; every value that is neither `Optional`, a list nor a map must be set.
    @SuppressWarnings("unchecked") // the binder makes a record of the class it is given
    public <T extends Record> T read(String path, Class<T> type) {
        var binder = new Binder(lookup, settings);
        var value = binder.record(path, type, null);
        return (T) binder.finished(value);
    }

    /// Fails if anything was set that no record read so far knows: call it when all records were read.
    ///
    /// @throws ConfigException naming each unknown key, where it was set, and the nearest known one
    public void refuseUnknown() {
        var unknown = lookup.unknown();
        if (!unknown.isEmpty()) {
            throw new ConfigException(unknown);
        }
    }

    /// Every value read so far and where it came from, secrets masked; one read several times stands there once.
    public List<Setting> explain() {
        return List.copyOf(settings.values());
    }
}
