package dev.margay.sql.messages;

import dev.margay.sql.Row;
import java.util.List;
import java.util.OptionalLong;

/// Ends a page of letters before its payloads together are too large for a small program's memory.
final class Pages {

    private static final long BYTES = 4 << 20;

    private Pages() {}

    /// The number of the last letter of a page, which has at least one; empty when there is none.
    static OptionalLong end(List<Place> places) {
        var end = OptionalLong.empty();
        long bytes = 0;
        for (var place : places) {
            bytes += place.size();
            if (bytes > BYTES && end.isPresent()) {
                return end;
            }
            end = OptionalLong.of(place.number());
        }
        return end;
    }

    /// A letter's place in the list, and the size of its payload.
    record Place(long number, long size) {

        static Place of(Row row) {
            return new Place(row.longValue("number"), row.longValue("size"));
        }
    }
}
