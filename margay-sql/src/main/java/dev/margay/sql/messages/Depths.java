package dev.margay.sql.messages;

import dev.margay.messaging.MessageStore.Depth;
import dev.margay.sql.Row;
import dev.margay.sql.View;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Counts what a queue holds, in the index only.
final class Depths {

    private Depths() {}

    static Depth of(View view, String queue) {
        var now = view.now();
        var counts = view.first("""
                        select
                            coalesce(sum(case when state = 0 and due <= ? then 1 else 0 end), 0) as ready,
                            coalesce(sum(case when state = 0 and due > ? then 1 else 0 end), 0) as scheduled,
                            coalesce(sum(case when state = 1 then 1 else 0 end), 0) as leased,
                            coalesce(sum(case when state = 2 then 1 else 0 end), 0) as dead,
                            min(case when state = 0 and due <= ? then due end) as oldest,
                            min(case when state < 2 then number end) as first_number
                        from mq_state where queue = ?""", Counts::of, now, now, now, queue).orElseThrow();
        var published = counts.first().flatMap(number -> published(view, number));
        return new Depth(
                counts.ready(),
                counts.scheduled(),
                counts.leased(),
                counts.dead(),
                since(counts.oldest(), now),
                since(published, now));
    }

    private static Optional<Instant> published(View view, long number) {
        return view.first("select published from mq_body where number = ?", row -> row.instant("published"), number);
    }

    private static Duration since(Optional<Instant> then, Instant now) {
        return then.map(time -> Duration.between(time, now)).orElse(Duration.ZERO);
    }

    private record Counts(
            long ready, long scheduled, long leased, long dead, Optional<Instant> oldest, Optional<Long> first) {

        static Counts of(Row row) {
            return new Counts(
                    row.longValue("ready"),
                    row.longValue("scheduled"),
                    row.longValue("leased"),
                    row.longValue("dead"),
                    row.optionalInstant("oldest"),
                    row.optionalLong("first_number"));
        }
    }
}
