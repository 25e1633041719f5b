package dev.margay.web;

import dev.margay.context.Blocking;
import dev.margay.http.Body;
import dev.margay.http.Handler;
import dev.margay.http.Middleware;
import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import dev.margay.http.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Hands bodies that came with `Content-Encoding` to handlers as they were before: gzip, deflate (zlib),
/// and zstd where its library is on the class path. Safe for many threads.
///
/// A whole body is expanded up to the limit, a body that is read as it arrives piece by piece: there,
/// beyond the limit, the 200-fold of what has arrived. More is answered 413 before it is held. A coding
/// that is not known, or more than two, is a 415 that lists the known ones (RFC 9110 section 15.5.16);
/// data that is damaged or breaks off a 400.
public final class Expansion implements Middleware {

    private static final String ENCODING = "Content-Encoding";
    private static final int MOST_CODINGS = 2;
    private static final int MOST_RATIO = 200;
    private static final int PIECE = 8 << 10;

    private final long most;

    private Expansion(long most) {
        this.most = most;
    }

    /// For whole bodies of at most so many bytes, expanded.
    public static Expansion upTo(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes: %d (expected: >= 0)".formatted(bytes));
        }
        return new Expansion(bytes);
    }

    /// The request as it came, for who passes it on: its body must not have been read.
    public static Request received(Request request) {
        return request.attached(Received.class)
                .map(received -> request.with(received.request.headers()).with(received.request.body()))
                .orElse(request);
    }

    @Override
    public Handler around(Handler next) {
        return request -> next.handle(request.headers().has(ENCODING) ? expanded(request) : request);
    }

    private Request expanded(Request request) throws Exception {
        var body = request.body();
        var names = names(request);
        if (names.isEmpty() || body.length().orElse(-1) == 0) {
            return request;
        }
        return request.attach(new Received(request))
                .with(request.headers().without(ENCODING).without("Content-Length"))
                .with(body instanceof Body.Bytes ? whole(body, names) : streamed(body, names));
    }

    /// The codings in the order they were applied; none for `identity`.
    private static List<String> names(Request request) {
        var names = new ArrayList<String>();
        for (String line : request.headers().all(ENCODING)) {
            for (String name : line.split(",", -1)) {
                if (!name.isBlank() && !name.strip().equalsIgnoreCase("identity")) {
                    names.add(name.strip());
                }
            }
        }
        return names;
    }

    private Body whole(Body body, List<String> names) throws Exception {
        var codings = codings(names);
        return Body.of(Blocking.call(() -> {
            try (var content = layers(body.stream(), codings, 0)) {
                return collected(content);
            }
        }));
    }

    private static byte[] collected(InputStream content) throws IOException {
        var all = new ByteArrayOutputStream(PIECE);
        content.transferTo(all);
        return all.toByteArray();
    }

    private Body streamed(Body body, List<String> names) {
        return Body.from(new Late(() -> layers(body.stream(), codings(names), MOST_RATIO)), OptionalLong.empty());
    }

    private InputStream layers(InputStream source, List<Coding> codings, int ratio) throws IOException {
        var content = source;
        for (var coding : codings.reversed()) {
            var counted = new Counted(content);
            content = new Limited(coding.from(counted), counted, ratio);
        }
        return content;
    }

    private static List<Coding> codings(List<String> names) {
        if (names.size() > MOST_CODINGS) {
            throw unsupported("The body has %d codings (expected: at most %d).".formatted(names.size(), MOST_CODINGS));
        }
        return names.stream()
                .map(name -> Coding.named(name)
                        .orElseThrow(() -> unsupported(
                                "A coding of the body is not known here (expected: %s).".formatted(Coding.NAMES))))
                .toList();
    }

    private static ProblemException unsupported(String message) {
        return Problem.of(415, "UnsupportedCoding", message)
                .at(ENCODING)
                .with("Accept-Encoding", Coding.NAMES)
                .exception();
    }

    private record Received(Request request) {}

    /// Counts what is read.
    private static final class Counted extends InputStream {

        private final InputStream source;
        private long count;

        private Counted(InputStream source) {
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            int one = source.read();
            count += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int read = source.read(target, from, length);
            count += Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }

    /// Ends with a 413 where there is more than the limit, and more than the ratio to what it came from.
    private final class Limited extends InputStream {

        private final InputStream content;
        private final Counted source;
        private final int ratio;
        private long count;

        private Limited(InputStream content, Counted source, int ratio) {
            this.content = content;
            this.source = source;
            this.ratio = ratio;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            int read = content.read(target, from, length);
            count += Math.max(0, read);
            if (count > most && count > ratio * source.count) {
                throw Problem.tooLarge(Math.max(most, ratio * source.count)).exception();
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }

    /// Is made when it is first read: until then nobody is told that its coding is not known.
    private static final class Late extends InputStream {

        private final Opening opening;
        private InputStream content = InputStream.nullInputStream();
        private boolean open;

        private interface Opening {
            InputStream open() throws IOException;
        }

        private Late(Opening opening) {
            this.opening = opening;
        }

        @Override
        public int read() throws IOException {
            return opened().read();
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            return opened().read(target, from, length);
        }

        private InputStream opened() throws IOException {
            if (!open) {
                content = opening.open();
                open = true;
            }
            return content;
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }
}
