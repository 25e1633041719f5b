package dev.margay.gateway;

import dev.margay.http.Body;
import dev.margay.http.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Function;
import java.util.function.Supplier;

/// A body on its way through: its failures say whose they are, and nothing of it is kept unless it is small.
final class Passage extends FilterInputStream {

    private static final int PIECE = 16 << 10;
    private static final int SMALL = 16 << 10;

    private final long most;
    private final Function<IOException, ProblemException> broken;
    private final Supplier<ProblemException> tooLarge;
    private long passed;

    private Passage(InputStream content, Rules rules) {
        super(content);
        this.most = rules.most;
        this.broken = rules.broken;
        this.tooLarge = rules.tooLarge;
    }

    /// @param most bytes that may pass
    /// @param tooLarge thrown when there are more
    /// @param broken what to throw instead of a failure to read
    record Rules(long most, Supplier<ProblemException> tooLarge, Function<IOException, ProblemException> broken) {}

    /// The same bytes: read at once if they are known to be few, else each piece is sent on as soon as it is there.
    static Body of(Body body, Rules rules) throws IOException {
        if (body instanceof Body.Bytes) {
            return body;
        }
        var passage = new Passage(body.stream(), rules);
        if (body.length().isEmpty()) {
            return Body.writtenBy(passage::writeTo);
        }
        return body.length().getAsLong() <= SMALL ? Body.of(passage.readAllBytes()) : Body.from(passage, body.length());
    }

    private void writeTo(OutputStream target) throws IOException {
        try (this) {
            var piece = new byte[PIECE];
            for (int count = read(piece, 0, PIECE); count >= 0; count = read(piece, 0, PIECE)) {
                target.write(piece, 0, count);
                if (available() == 0) {
                    target.flush();
                }
            }
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int count;
        try {
            count = in.read(target, from, length);
        } catch (IOException e) {
            throw broken.apply(e);
        }
        passed += Math.max(0, count);
        if (passed > most) {
            throw tooLarge.get();
        }
        return count;
    }
}
