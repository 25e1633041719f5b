package dev.margay.sql.messages;

import dev.margay.messaging.ConsumerOptions.KeyOrder;
import dev.margay.messaging.MessageStore.Ask;
import dev.margay.messaging.MessageStore.Outlook;
import dev.margay.messaging.MessageStore.Source;
import dev.margay.sql.View;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Says whether a claim would find something, so that idle consumers write nothing.
final class Looking {

    private static final String FREE =
            "select s.number from mq_state s where s.queue = ? and s.state = 0 and s.due <= ? limit 1";
    private static final String KEPT = """
            select s.number from mq_state s where s.queue = ? and s.state = 0 and s.due <= ?
            and (s.msg_key is null or not exists
                (select 1 from mq_state e
                where e.queue = s.queue and e.msg_key = s.msg_key and e.number < s.number and e.state < 2))
            limit 1""";

    private final View view;
    private final Ask ask;

    Looking(View view, Ask ask) {
        this.view = view;
        this.ask = ask;
    }

    Outlook outlook() {
        if (paused(view, ask.queue())) {
            return new Outlook(false, Optional.empty());
        }
        var now = view.now();
        return claimable(now) ? new Outlook(true, Optional.empty()) : new Outlook(false, next(now));
    }

    private boolean claimable(Instant now) {
        boolean kept = ask.keyOrder() == KeyOrder.KEPT;
        return view.first(kept ? KEPT : FREE, row -> row.longValue("number"), ask.queue(), now)
                        .isPresent()
                || firstLeaseEnd().filter(end -> !end.isAfter(now)).isPresent()
                || unfed();
    }

    /// Whether the log holds events that the group has not passed, or the group is new.
    private boolean unfed() {
        var source = ask.source();
        if (source == null) {
            return false;
        }
        var position = position(view, source);
        return position.isEmpty() || position.getAsLong() < Log.head(view);
    }

    /// When something that is not due now will be.
    Optional<Duration> next(Instant now) {
        var nextDue = view.first(
                        "select min(due) as due from mq_state where queue = ? and state = 0 and due > ?",
                        row -> row.optionalInstant("due"),
                        ask.queue(),
                        now)
                .orElseThrow();
        return Stream.of(nextDue, firstLeaseEnd())
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .map(due -> Duration.between(now, due));
    }

    private Optional<Instant> firstLeaseEnd() {
        return view.first(
                        "select min(due) as due from mq_state where queue = ? and state = 1",
                        row -> row.optionalInstant("due"),
                        ask.queue())
                .orElseThrow();
    }

    static boolean paused(View view, String queue) {
        return view.first("select paused from mq_queue where name = ?", row -> row.bool("paused"), queue)
                .orElse(false);
    }

    static OptionalLong position(View view, Source source) {
        return view.first(
                        "select position from mq_group where source = ?",
                        row -> OptionalLong.of(row.longValue("position")),
                        source.queue())
                .orElse(OptionalLong.empty());
    }
}
