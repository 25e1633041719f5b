package dev.margay.sql;

import java.time.Instant;
import java.util.Optional;

/// One row of an answer, by column names. Valid only while the reader that got it runs.
///
/// The plain questions refuse null; those that begin with `optional` allow it. A column that is not there
/// is an error that names those that are.
public interface Row {

    String text(String column);

    int intValue(String column);

    long longValue(String column);

    double doubleValue(String column);

    boolean bool(String column);

    /// A column of whole milliseconds since 1970.
    Instant instant(String column);

    byte[] bytes(String column);

    Optional<String> optionalText(String column);

    Optional<Long> optionalLong(String column);

    Optional<Double> optionalDouble(String column);

    Optional<Instant> optionalInstant(String column);

    Optional<byte[]> optionalBytes(String column);
}
