package dev.margay.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.margay.context.Call;

/// Hands log records to the thread that writes them, with the [Call] of the thread that made them.
///
/// Who logs does not wait, unless the ring is full and the record is a warning or an error: then it helps to write.
final class RingAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private final LogOutput output;

    RingAppender(LogOutput output) {
        this.output = output;
        setName("margay");
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        var line = new LogLine(event, Call.current().orElse(null));
        if (!output.offer(line) && event.getLevel().isGreaterOrEqual(Level.WARN)) {
            output.flush();
            output.offer(line);
        }
    }
}
