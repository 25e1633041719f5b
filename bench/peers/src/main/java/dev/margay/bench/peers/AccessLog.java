package dev.margay.bench.peers;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;

/// One JSON line for each request, by Logback: an asynchronous appender that never holds up the caller before a
/// buffered file. Lines that find the queue full are lost; the harness counts how many arrived.
final class AccessLog implements AutoCloseable {
    private static final int QUEUE = 16_384;

    private final Logger logger;
    private final AsyncAppender async = new AsyncAppender();
    private final FileAppender<ILoggingEvent> file = new FileAppender<>();

    AccessLog(Path path) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        openFile(path, context);
        async.setContext(context);
        async.setQueueSize(QUEUE);
        async.setDiscardingThreshold(0);
        async.setNeverBlock(true);
        async.addAppender(file);
        async.start();
        logger = context.getLogger("access");
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(async);
    }

    /// Silences the chatter of the libraries; Logback without a configuration prints even debug lines.
    static void quiet() {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    }

    void write(String id, int status, long tookNanos) {
        logger.atInfo()
                .setMessage("request")
                .addKeyValue("request_id", id)
                .addKeyValue("method", "POST")
                .addKeyValue("path", "/helloworld")
                .addKeyValue("status", status)
                .addKeyValue("duration_us", tookNanos / 1_000)
                .log();
    }

    @Override
    public void close() {
        async.stop();
        file.stop();
    }

    private void openFile(Path path, LoggerContext context) {
        var encoder = new LogstashEncoder();
        encoder.setContext(context);
        encoder.start();
        file.setContext(context);
        file.setFile(path.toString());
        file.setImmediateFlush(false);
        file.setEncoder(encoder);
        file.start();
    }
}
