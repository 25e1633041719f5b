package dev.margay.observe;

import dev.margay.messaging.MessageStore;
import dev.margay.messaging.MessageStore.Depth;
import dev.margay.messaging.Outbox;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// What waits in queues and in the outbox, found out when somebody asks for the metrics. Safe for many threads.
final class MessagingGauges {

    private final MeterRegistry registry;
    private final LongSupplier nanoClock;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    MessagingGauges(MeterRegistry registry, LongSupplier nanoClock) {
        this.registry = registry;
        this.nanoClock = nanoClock;
    }

    void durability(MessageStore store) {
        Gauge.builder("messages.durability.class", () -> number(store.durability()))
                .description("What accepted messages survive: 0 nothing, 1 process death, 2 power loss, 3 node loss")
                .register(registry);
    }

    private static int number(MessageStore.Durability durability) {
        return switch (durability) {
            case NONE -> 0;
            case PROCESS_DEATH -> 1;
            case POWER_LOSS -> 2;
            case NODE_LOSS -> 3;
        };
    }

    /// Once for each source, however many consume from it.
    void depth(MessageStore store, String source) {
        if (known.add(source)) {
            var depth = new Reading<>("the depth of " + source, () -> store.depth(source), nanoClock);
            add("messages.ready", source, () -> depth.number(Depth::ready));
            add("messages.scheduled", source, () -> depth.number(Depth::scheduled));
            add("messages.leased", source, () -> depth.number(Depth::leased));
            add("messages.dead.letters", source, () -> depth.number(Depth::dead));
            add("messages.ready.oldest.seconds", source, () -> depth.number(seconds(Depth::oldest)));
            add("messages.oldest.seconds", source, () -> depth.number(seconds(Depth::age)));
        }
    }

    private void add(String name, String source, Supplier<Number> value) {
        Gauge.builder(name, value).tag("source", source).register(registry);
    }

    void outbox(Outbox outbox) {
        var age = new Reading<>("the age of the outbox", () -> outbox.age().orElse(Duration.ZERO), nanoClock);
        Gauge.builder("messages.outbox.oldest.seconds", () -> age.number(seconds(each -> each)))
                .description("How long the oldest message has been waiting for the broker")
                .register(registry);
        var aside = new Reading<>("the number set aside in the outbox", outbox.setAside()::count, nanoClock);
        Gauge.builder("messages.outbox.set.aside", () -> aside.number(Long::doubleValue))
                .description("Messages in the outbox that the broker will never take")
                .register(registry);
    }

    private static <T> ToDoubleFunction<T> seconds(Function<T, Duration> part) {
        return whole -> part.apply(whole).toMillis() / 1_000.0;
    }
}
