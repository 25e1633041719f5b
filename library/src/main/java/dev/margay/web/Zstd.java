package dev.margay.web;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The coding `zstd` (RFC 8878, RFC 9659), by a native library that need not be there: only [Coding] may
/// touch this.
///
/// Each call into the library handles one piece of some KiB, for less time than gzip takes in the JDK's own.
final class Zstd {

    /// What a receiver must be able to hold, and may refuse above: 8 MiB (RFC 9659 section 3).
    private static final int MOST_WINDOW_LOG = 23;

    /// Of what we write: half a megabyte of native memory for each open stream, where level 3 would take
    /// three.
    private static final int WINDOW_LOG = 17;

    private static final int TABLE_LOG = 15;
    private static final int LEVEL = 3;

    private Zstd() {}

    /// Loads the native library.
    ///
    /// @throws LinkageError if there is none for this machine
    static boolean works() {
        return com.github.luben.zstd.Zstd.defaultCompressionLevel() > 0;
    }

    static OutputStream to(OutputStream target) throws IOException {
        return new ZstdOutputStreamNoFinalizer(target, LEVEL)
                .setWindowLog(WINDOW_LOG)
                .setHashLog(TABLE_LOG)
                .setChainLog(TABLE_LOG);
    }

    static InputStream from(InputStream source) throws IOException {
        return new Checked(new ZstdInputStreamNoFinalizer(source).setLongMax(MOST_WINDOW_LOG));
    }

    /// Says whose fault it is: bad data is its sender's.
    private static final class Checked extends InputStream {

        private final InputStream decoded;

        private Checked(InputStream decoded) {
            this.decoded = decoded;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            try {
                return decoded.read(target, from, length);
            } catch (ZstdIOException e) {
                throw Inflation.malformed("zstd", "whole and intact, in a window of at most 8 MiB")
                        .exception(e);
            }
        }

        @Override
        public void close() throws IOException {
            decoded.close();
        }
    }
}
