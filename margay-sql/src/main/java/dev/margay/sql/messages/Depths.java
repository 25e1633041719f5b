package dev.margay.sql.messages;

import dev.margay.messaging.MessageStore.Depth;
import dev.margay.sql.View;
import java.time.Duration;

/// Counts what a queue holds.
final class Depths {

    private Depths() {}

    static Depth of(View view, String queue) {
        var now = view.now();
        return view.first(
                        """
                        select
                            coalesce(sum(case when state = 0 and due <= ? then 1 else 0 end), 0) as ready,
                            coalesce(sum(case when state = 0 and due > ? then 1 else 0 end), 0) as scheduled,
                            coalesce(sum(case when state = 1 then 1 else 0 end), 0) as leased,
                            coalesce(sum(case when state = 2 then 1 else 0 end), 0) as dead,
                            min(case when state = 0 and due <= ? then due end) as oldest
                        from mq_state where queue = ?""",
                        row -> new Depth(
                                row.longValue("ready"),
                                row.longValue("scheduled"),
                                row.longValue("leased"),
                                row.longValue("dead"),
                                row.optionalInstant("oldest")
                                        .map(due -> Duration.between(due, now))
                                        .orElse(Duration.ZERO)),
                        now,
                        now,
                        now,
                        queue)
                .orElseThrow();
    }
}
