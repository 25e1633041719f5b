package dev.margay.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a request or a response carries: bytes at hand, bytes to be read, or bytes to be written as they arise.
///
/// [Bytes] may be used any number of times by any thread; the streaming kinds once, by one thread at a time. Reading
/// and writing block the calling virtual thread: a slow peer slows the handler, nothing is buffered in between.
public sealed interface Body {

    /// A body of no bytes.
    static Body empty() {
        return Bytes.EMPTY;
    }

    /// The bytes themselves, not a copy: the caller leaves them alone afterwards.
    static Body of(byte[] content) {
        return content.length == 0 ? Bytes.EMPTY : new Bytes(content);
    }

    /// The text in UTF-8.
    static Body of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Bytes to be read once from the stream; the one who reads also closes it.
    static Body from(InputStream content, OptionalLong length) {
        return new Streamed(content, length);
    }

    /// Bytes to be written once, when the receiver is ready for them.
    static Body writtenBy(Writer writer) {
        return new Written(writer);
    }

    /// Number of bytes, if known before they are read.
    OptionalLong length();

    /// Reads the body as a stream. A [Written] body is collected in memory first.
    InputStream stream() throws IOException;

    /// Reads the whole body into memory.
    byte[] bytes() throws IOException;

    /// Writes the whole body to the stream and flushes it.
    void writeTo(OutputStream target) throws IOException;

    /// Releases what a body holds that is not wanted after all.
    default void discard() throws IOException {}

    /// For transports: tells those who watch a response's body that it was sent, or why not; one that fails is logged.
    ///
    /// Nobody watches [Bytes].
    default void sent(int status, @Nullable Throwable failure) {}

    /// The same body, for a response whose end the watcher wants to know.
    default Body watchedBy(Watcher watcher) {
        return new Watched(this, watcher);
    }

    /// The whole body, decoded as UTF-8.
    default String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /// Writes a body piece by piece; `flush` sends what was written so far.
    @FunctionalInterface
    interface Writer {
        void write(OutputStream target) throws IOException;
    }

    /// Learns how a streamed response ended, on the thread that made it.
    @FunctionalInterface
    interface Watcher {
        /// The answer has ended.
        ///
        /// @param status that was sent: not the response's own if its body failed before the head had left
        /// @param failure why the body did not arrive as a whole, or null if the transport has taken all of it
        void sent(int status, @Nullable Throwable failure);
    }

    /// All bytes at hand.
    @SuppressWarnings("ArrayRecordComponent") // bodies are never compared, and a copy would cost each request one
    record Bytes(byte[] content) implements Body {

        private static final Bytes EMPTY = new Bytes(new byte[0]);

        @Override
        public OptionalLong length() {
            return OptionalLong.of(content.length);
        }

        @Override
        public InputStream stream() {
            return new ByteArrayInputStream(content);
        }

        @Override
        public byte[] bytes() {
            return content;
        }

        @Override
        public void writeTo(OutputStream target) throws IOException {
            target.write(content);
            target.flush();
        }
    }

    /// Bytes to be read.
    record Streamed(InputStream content, OptionalLong length) implements Body {

        @Override
        public InputStream stream() {
            return content;
        }

        @Override
        public byte[] bytes() throws IOException {
            try (content) {
                return content.readAllBytes();
            }
        }

        @Override
        public void writeTo(OutputStream target) throws IOException {
            try (content) {
                content.transferTo(target);
            }
            target.flush();
        }

        @Override
        public void discard() throws IOException {
            content.close();
        }
    }

    /// Bytes to be written.
    record Written(Writer writer) implements Body {

        @Override
        public OptionalLong length() {
            return OptionalLong.empty();
        }

        @Override
        public InputStream stream() throws IOException {
            return new ByteArrayInputStream(bytes());
        }

        @Override
        public byte[] bytes() throws IOException {
            var collected = new ByteArrayOutputStream();
            writer.write(collected);
            return collected.toByteArray();
        }

        @Override
        public void writeTo(OutputStream target) throws IOException {
            writer.write(target);
            target.flush();
        }
    }

    /// A body and who wants to know its end.
    record Watched(Body body, Watcher watcher) implements Body {

        private static final System.Logger LOG = System.getLogger(Watched.class.getName());

        @Override
        public OptionalLong length() {
            return body.length();
        }

        @Override
        public InputStream stream() throws IOException {
            return body.stream();
        }

        @Override
        public byte[] bytes() throws IOException {
            return body.bytes();
        }

        @Override
        public void writeTo(OutputStream target) throws IOException {
            body.writeTo(target);
        }

        @Override
        public void discard() throws IOException {
            body.discard();
        }

        @Override
        public void sent(int status, @Nullable Throwable failure) {
            body.sent(status, failure);
            tell(watcher, status, failure);
        }

        /// A watcher that fails changes nothing for the answer, and nothing for other watchers.
        static void tell(Watcher watcher, int status, @Nullable Throwable failure) {
            try {
                watcher.sent(status, failure);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a watcher of an answer failed", e);
            }
        }
    }
}
