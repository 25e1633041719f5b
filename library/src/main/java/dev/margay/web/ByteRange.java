package dev.margay.web;

import dev.margay.http.Request;
import java.util.regex.Pattern;

/// A part of a representation, asked for by `Range` (RFC 9110 section 14).
///
/// @param first offset of the first byte
/// @param last offset of the last byte
record ByteRange(long first, long last) {

    private static final Pattern ONE = Pattern.compile("(?i)bytes=(?:(\\d{1,18})-(\\d{1,18})?|-(\\d{1,18}))");

    long length() {
        return last - first + 1;
    }

    /// As `Content-Range` has it.
    String of(long length) {
        return "bytes %d-%d/%d".formatted(first, last, length);
    }

    /// What a request says of a representation.
    sealed interface Asked {
        /// For all of it: without the header, or with one that may be ignored: malformed, of another unit
        /// or of several ranges, for something else than what is there (`If-Range`), for an empty
        /// representation, with another method than `GET`.
        record Whole() implements Asked {}

        record Part(ByteRange range) implements Asked {}

        /// For something that is not there.
        record Nothing() implements Asked {}

        static Asked of(Request request, Conditions.Validators now, long length) {
            var ranges = request.headers().all("Range");
            boolean heeded = ranges.size() == 1
                    && length > 0
                    && request.method().equals("GET")
                    && Conditions.rangeHolds(request.headers(), now);
            return heeded ? of(ranges.getFirst().strip(), length) : new Whole();
        }

        private static Asked of(String header, long length) {
            var one = ONE.matcher(header);
            if (!one.matches()) {
                return new Whole();
            }
            if (one.group(3) != null) {
                long count = Math.min(Long.parseLong(one.group(3)), length);
                return count == 0 ? new Nothing() : new Part(new ByteRange(length - count, length - 1));
            }
            long first = Long.parseLong(one.group(1));
            long last = one.group(2) == null ? Long.MAX_VALUE : Long.parseLong(one.group(2));
            if (last < first) {
                return new Whole();
            }
            return first >= length ? new Nothing() : new Part(new ByteRange(first, Math.min(last, length - 1)));
        }
    }
}
