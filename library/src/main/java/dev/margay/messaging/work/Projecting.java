package dev.margay.messaging.work;

import dev.margay.context.Call;
import dev.margay.context.Deadline;
import dev.margay.context.VirtualThreads;
import dev.margay.json.JsonException;
import dev.margay.messaging.Delivery;
import dev.margay.messaging.MessageStore.Logged;
import dev.margay.messaging.MessageStore.Page;
import dev.margay.messaging.MessagingEvent;
import dev.margay.messaging.Names;
import dev.margay.messaging.Subscription;
import dev.margay.messaging.Topics.Event;
import dev.margay.messaging.Topics.Projection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Feeds the log to a view that keeps its own position, on one virtual thread.
final class Projecting<T> implements Subscription {

    static final String VIEW = "view";

    private static final int MOST = 500;
    private static final Duration LOOK = Duration.ofSeconds(1);
    /// After so many events that are none of its own the view is told its position, so that it need not pass them
    /// again.
    private static final int FAR = 1_000;

    private static final long UNKNOWN = -1;

    private final Consumption.Station station;
    private final Reader<T> reader;
    private final Projection<T> view;
    private final Wake wake = new Wake();
    private final Thread thread;
    private long read;
    private long applied;
    private long goal = UNKNOWN;
    private boolean arrived;
    private volatile boolean closing;

    Projecting(Consumption.Station station, Reader<T> reader, Projection<T> view) {
        this.station = station;
        this.reader = reader;
        this.view = view;
        this.thread = VirtualThreads.onJdk("projects-" + reader.name()).newThread(this::projectAll);
    }

    /// Where the store keeps what the projection of this name could not read.
    static String queue(String projection) {
        return Names.groupQueue(Names.checkGroup(projection), VIEW);
    }

    static boolean isQueueOfOne(String queue) {
        return queue.endsWith("@" + VIEW);
    }

    void start() {
        thread.start();
    }

    @Override
    public String source() {
        return reader.name();
    }

    private void projectAll() {
        try (var _ = station.store().onChange(wake::signal)) {
            boolean goesOn = untilDone(this::begin);
            while (goesOn) {
                goesOn = untilDone(() -> wake.await(step() ? Duration.ZERO : LOOK));
            }
        }
    }

    private void begin() throws Exception {
        read = view.position();
        applied = read;
    }

    /// Whether there may be more.
    private boolean step() throws Exception {
        var page = station.store().read(reader.pattern(), read, MOST);
        if (!page.complete()) {
            view.clear();
            read = 0;
            applied = 0;
            goal = UNKNOWN;
            return true;
        }
        if (goal == UNKNOWN) {
            goal = page.position() + page.behind();
        }
        if (page.position() == read) {
            arrive();
            return false;
        }
        var events = decoded(page);
        // What was set aside is passed too: a view that begins there does not set it aside again.
        if (!page.events().isEmpty() || page.position() - applied >= FAR) {
            Call.begin().run(() -> {
                view.apply(events, page.position());
                return "";
            });
            applied = page.position();
            station.tell(new MessagingEvent.Projected(reader.name(), events.size(), applied, page.behind()));
        }
        read = page.position();
        arrive();
        return page.behind() > 0;
    }

    /// Tells once that the view has seen all there was at the start, even if there was nothing new to apply. What came
    /// since does not count: under steady load there is always something.
    private void arrive() {
        if (!arrived && read >= goal) {
            arrived = true;
            station.tell(new MessagingEvent.CaughtUp(reader.name(), read));
        }
    }

    private List<Event<T>> decoded(Page page) {
        var events = new ArrayList<Event<T>>(page.events().size());
        for (var each : page.events()) {
            try {
                events.add(new Event<>(each.message().as(reader.type()), delivery(each)));
            } catch (JsonException e) {
                var entry = History.entry(
                        History.UNREADABLE, e, 1, station.options().worker());
                station.store().bury(reader.name(), each, entry);
                var dead = new MessagingEvent.DeadLettered(
                        reader.name(), each.message().id(), "poison", e);
                Travel.call(each.message(), Deadline.none()).within(() -> station.tell(dead));
            }
        }
        return events;
    }

    private static Delivery delivery(Logged event) {
        return new Delivery(event.subject(), event.message(), event.published(), event.position(), 1, 1, List.of());
    }

    /// Tries until it works; false when closing comes first.
    private boolean untilDone(Step step) {
        for (int failures = 0; !closing; failures++) {
            try {
                step.run();
                return true;
            } catch (Exception | Error e) {
                if (!closing) {
                    pause(e, failures);
                }
            }
        }
        return false;
    }

    private void pause(Throwable cause, int failures) {
        var time = Wake.backOff(failures, station.options().random());
        station.tell(new MessagingEvent.ProjectionFailed(reader.name(), read, cause, time));
        try {
            long until = station.nanos() + time.toNanos();
            for (long left = time.toNanos(); !closing && left > 0; left = until - station.nanos()) {
                wake.await(Duration.ofNanos(left));
            }
        } catch (InterruptedException _) {
            closing = true;
        }
    }

    @Override
    public void close() {
        close(station.options().drain());
    }

    @Override
    public void close(Duration drain) {
        closing = true;
        wake.signal();
        try {
            if (!thread.join(drain)) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    /// What is read: the events that a pattern covers, as values of a type, for the view of this name.
    record Reader<T>(String name, String pattern, Class<T> type) {}

    private interface Step {
        void run() throws Exception;
    }
}
