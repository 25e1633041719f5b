package dev.margay.web.bodies;

import dev.margay.context.Blocking;
import dev.margay.context.CancelledException;
import dev.margay.http.Headers;
import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// One part of a [Multipart] body: a field of a form, or a file. To be read before the next one is asked
/// for.
public final class Part {

    private static final int PIECE = 64 << 10;
    private static final int MOST_NAME = 200;

    private final Headers headers;
    private final String name;
    private final @Nullable String fileName;
    private final Content content;
    private final int mostText;

    private Part(Headers headers, Parameters disposition, Content content, int mostText) {
        this.headers = headers;
        this.name = utf8(disposition.named().getOrDefault("name", ""));
        var given = disposition.named().get("filename");
        this.fileName = given == null ? null : bare(utf8(given));
        this.content = content;
        this.mostText = mostText;
    }

    /// Reads the headers, up to the empty line.
    static Part begin(PartReader reader, Multipart.Limits limits) throws IOException {
        var fields = new ArrayList<String>();
        int left = limits.headers();
        for (var line = reader.line(left); !line.isEmpty(); line = reader.line(left)) {
            left -= line.length();
            if (left < 0) {
                throw Problem.of(
                                413,
                                "ContentTooLarge",
                                "The headers of a part are too large (expected: at most %d bytes)."
                                        .formatted(limits.headers()))
                        .exception();
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw PartReader.malformed("'name: value' in each header of a part");
            }
            fields.add(line.substring(0, colon));
            fields.add(line.substring(colon + 1).strip());
        }
        reader.beginContent();
        var headers = headers(fields);
        return new Part(headers, disposition(headers), new Content(reader, limits.part()), limits.text());
    }

    private static Headers headers(List<String> fields) {
        try {
            return Headers.of(fields.toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            throw PartReader.malformed("names of headers that are tokens, values without control characters");
        }
    }

    private static Parameters disposition(Headers headers) {
        var all = headers.all("Content-Disposition");
        if (all.size() != 1) {
            throw PartReader.malformed("one Content-Disposition in each part");
        }
        var disposition = parameters(all.getFirst());
        if (!disposition.value().equals("form-data") || !disposition.named().containsKey("name")) {
            throw PartReader.malformed("Content-Disposition: form-data; name=\"...\"");
        }
        return disposition;
    }

    private static Parameters parameters(String header) {
        try {
            return Parameters.parse(header);
        } catch (IllegalArgumentException e) {
            throw PartReader.malformed(String.valueOf(e.getMessage()));
        }
    }

    /// Header text is bytes; browsers mean UTF-8 by them (RFC 7578 section 5.1).
    private static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /// The last segment, of whichever system's path.
    private static String bare(String given) {
        int from = Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1;
        return given.substring(Math.max(from, given.length() - MOST_NAME));
    }

    /// Name of the field; several parts may have the same.
    public String name() {
        return name;
    }

    /// What the sender calls the file, without any directories; empty if the part is none.
    ///
    /// To be shown, not to be opened: it may be `..`, a device, or a name that exists.
    public Optional<String> fileName() {
        return Optional.ofNullable(fileName);
    }

    public Headers headers() {
        return headers;
    }

    /// The content as it arrives.
    public InputStream stream() {
        return content;
    }

    /// The whole content as text, in the part's charset or else UTF-8.
    ///
    /// @throws ProblemException 413 beyond the limit for texts, 400 if it is no such text
    public String text() throws IOException {
        var bytes = content.readNBytes(mostText + 1);
        if (bytes.length > mostText) {
            throw Problem.tooLarge(mostText).at(name).exception();
        }
        var charset = charset();
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw Problem.badRequest("The text of a part is malformed (expected: %s).".formatted(charset))
                    .at(name)
                    .exception(e);
        }
    }

    private Charset charset() {
        var given = parameters(headers.first("Content-Type").orElse("text/plain"))
                .named()
                .getOrDefault("charset", "utf-8");
        try {
            return Charset.forName(given);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("The charset of a part is not known here (expected: utf-8, for example).")
                    .at(name)
                    .exception(e);
        }
    }

    /// Writes the content to a new file, off the event loop; what has begun and fails leaves no file
    /// behind.
    ///
    /// @return how many bytes it has
    /// @throws java.nio.file.FileAlreadyExistsException if there is one
    public long saveTo(Path file) throws IOException {
        var target =
                blocking(() -> Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        boolean whole = false;
        try {
            long size;
            try (target) {
                size = copy(target);
            }
            whole = true;
            return size;
        } finally {
            if (!whole) {
                Files.deleteIfExists(file); // on this thread: a cancelled call is given no other
            }
        }
    }

    private long copy(OutputStream target) throws IOException {
        long size = 0;
        var piece = new byte[PIECE];
        for (int count = content.readNBytes(piece, 0, PIECE); count > 0; count = content.readNBytes(piece, 0, PIECE)) {
            int length = count;
            blocking(() -> {
                target.write(piece, 0, length);
                return length;
            });
            size += count;
        }
        return size;
    }

    private static <T> T blocking(Callable<T> work) throws IOException {
        try {
            return Blocking.call(work);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while a part was saved", e);
        } catch (Exception e) {
            throw new IOException("a part could not be saved", e);
        }
    }

    /// Reads the rest and drops it: the reader is then at the next boundary.
    void skip() throws IOException {
        content.over = false;
        content.transferTo(OutputStream.nullOutputStream());
        content.over = true;
    }

    private static final class Content extends InputStream {

        private final PartReader reader;
        private final long most;
        private long count;
        private boolean over; // the next part has begun

        private Content(PartReader reader, long most) {
            this.reader = reader;
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (over) {
                throw new IllegalStateException("a part of which the time is over (expected: read before the next)");
            }
            int read = reader.read(target, from, length);
            count += Math.max(0, read);
            if (count > most) {
                throw Problem.tooLarge(most).exception();
            }
            return read;
        }
    }
}
