package dev.margay.sql.messages;

import dev.margay.messaging.Message;
import dev.margay.messaging.MessageStore.Outgoing;
import dev.margay.messaging.Outbox.Entry;
import dev.margay.sql.Row;
import dev.margay.sql.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Looks into an outbox, past the queues that are full, however much waits for those: each queue is a lane of its own;
/// the topics share one, since they are never full, so that their events keep their order.
final class Lanes {

    private static final long BYTES_AT_ONCE = 4 << 20;

    private Lanes() {}

    /// Where anything waits.
    static List<String> of(View view, Set<String> without) {
        var lanes = new ArrayList<String>();
        for (var lane = next(view, ""); lane.isPresent(); lane = next(view, lane.get())) {
            if (!without.contains(lane.get())) {
                lanes.add(lane.get());
            }
        }
        return lanes;
    }

    private static Optional<String> next(View view, String after) {
        return view.first(
                        "select min(lane) as lane from mq_outbox where lane > ?",
                        row -> row.optionalText("lane"),
                        after)
                .orElseThrow();
    }

    static List<Entry> oldest(View view, Set<String> without, int most) {
        var now = view.now();
        var entries = new ArrayList<Entry>();
        ends(view, without, most)
                .forEach((lane, until) -> entries.addAll(view.query("""
                select number, kind, destination, id, name, msg_key, version, headers, payload, tombstone, delay,
                    lifetime, created
                from mq_outbox where lane = ? and number <= ? order by number""", row -> entry(row, now), lane, until)));
        entries.sort(Comparator.comparingLong(Entry::number));
        return entries;
    }

    /// The number in each lane up to which the entries of all are not too many and not too large together.
    private static Map<String, Long> ends(View view, Set<String> without, int most) {
        var places = new ArrayList<Place>();
        for (var lane : of(view, without)) {
            places.addAll(view.query(
                    "select number, octet_length(payload) as size from mq_outbox where lane = ? order by number limit ?",
                    row -> new Place(lane, row.longValue("number"), row.longValue("size")),
                    lane,
                    most));
        }
        places.sort(Comparator.comparingLong(Place::number));
        var ends = new TreeMap<String, Long>();
        long bytes = 0;
        for (var place : places.subList(0, Math.min(most, places.size()))) {
            bytes += place.size();
            if (bytes > BYTES_AT_ONCE && !ends.isEmpty()) {
                return ends;
            }
            ends.put(place.lane(), place.number());
        }
        return ends;
    }

    private static Entry entry(Row row, Instant now) {
        var outgoing = new Outgoing(Outgoing.Kind.valueOf(row.text("kind")), row.text("destination"), message(row));
        return new Entry(row.longValue("number"), outgoing, Duration.between(row.instant("created"), now));
    }

    /// The message of a row with its times.
    static Message message(Row row) {
        @Nullable
        Duration lifetime = row.optionalLong("lifetime").map(Duration::ofMillis).orElse(null);
        return Columns.message(row, new Message.Timing(Duration.ofMillis(row.longValue("delay")), lifetime));
    }

    private record Place(String lane, long number, long size) {}
}
