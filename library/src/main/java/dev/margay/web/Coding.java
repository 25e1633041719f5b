package dev.margay.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// A content coding (RFC 9110 section 8.4.1), what we like best first: zstd is the smallest and the quickest.
enum Coding {
    ZSTD,
    GZIP,
    DEFLATE;

    private static final int BUFFER = 8 << 10;
    private static final System.Logger LOG = System.getLogger(Coding.class.getName());

    /// Those this process can write and read: zstd if its library is on the class path and works on this
    /// machine.
    static final List<Coding> KNOWN = zstdWorks() ? List.of(ZSTD, GZIP, DEFLATE) : List.of(GZIP, DEFLATE);

    static final List<String> TOKENS = KNOWN.stream().map(Coding::token).toList();

    /// Their names, as a header lists them.
    static final String NAMES = String.join(", ", TOKENS);

    private static boolean zstdWorks() {
        try {
            Class.forName("com.github.luben.zstd.Zstd");
            return Zstd.works();
        } catch (ClassNotFoundException _) {
            return false; // nobody asked for it
        } catch (LinkageError e) {
            LOG.log(System.Logger.Level.WARNING, "zstd is on the class path and does not work on this machine", e);
            return false;
        }
    }

    /// The known coding of this name, also under an old one (RFC 9110 section 8.4.1.3).
    static Optional<Coding> named(String token) {
        return KNOWN.stream().filter(coding -> coding.isCalled(token)).findFirst();
    }

    String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isCalled(String token) {
        return token.equalsIgnoreCase(name()) || (this == GZIP && token.equalsIgnoreCase("x-gzip"));
    }

    /// Encodes what is written, passing on each flush; closing it ends the data and closes the target.
    OutputStream to(OutputStream target) throws IOException {
        return switch (this) {
            case ZSTD -> Zstd.to(target);
            case GZIP -> new GZIPOutputStream(target, BUFFER, true);
            case DEFLATE -> new DeflaterOutputStream(target, true);
        };
    }

    /// Decodes what is read; throws a problem of status 400 for data that is not whole and right.
    InputStream from(InputStream source) throws IOException {
        return switch (this) {
            case ZSTD -> Zstd.from(source);
            case GZIP -> Inflation.ofGzip(source);
            case DEFLATE -> Inflation.ofZlib(source);
        };
    }
}
