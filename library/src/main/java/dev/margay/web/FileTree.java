package dev.margay.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files below a root, and nothing else. Blocks: called through `Blocking`.
sealed interface FileTree permits Directory, Resources {

    /// The longest name and the longest path of Linux, in bytes.
    int LONGEST_NAME = 255;

    int LONGEST_PATH = 4_096;

    /// What is at a path below the root, or null: also for what is there and is not to be shown.
    ///
    /// @param path decoded and [plain][#isPlain(String)]; empty for the root itself
    @Nullable
    Found find(String path) throws IOException;

    /// What may be shown.
    sealed interface Found {
        /// A file.
        ///
        /// @param length of its content in bytes
        /// @param modified when that last changed, or null if nobody knows
        /// @param version differs when the content does
        record File(long length, @Nullable Instant modified, String version, Content content) implements Found {}

        /// A directory.
        record Folder(Names names) implements Found {}
    }

    /// Where a file is read.
    @FunctionalInterface
    interface Content {
        /// The content from an offset on.
        ///
        /// @throws ChangedException if it is not the content any more that was found
        InputStream open(long offset) throws IOException;
    }

    /// Where a directory is read.
    @FunctionalInterface
    interface Names {
        /// The names of what may be shown, in order, a `/` behind those of directories.
        List<String> list() throws IOException;
    }

    /// A file was replaced between finding and opening it.
    final class ChangedException extends IOException {
        private static final long serialVersionUID = 1;

        ChangedException(Object file, @Nullable Throwable cause) {
            super("%s is not what it was any more".formatted(file), cause);
        }
    }

    /// Whether all names of a path with `/` between them are shown.
    static boolean isPlain(String path) {
        if (path.length() > LONGEST_PATH) {
            return false;
        }
        for (String name : path.split("/", -1)) {
            if (!isPlainName(name)) {
                return false;
            }
        }
        return true;
    }

    /// Whether a name is one that is shown: no hidden file, no way up, nothing an operating system reads
    /// differently.
    static boolean isPlainName(String name) {
        return !name.isEmpty()
                && (name.charAt(0) != '.' || name.equals(".well-known"))
                && !name.endsWith(".")
                && !name.endsWith(" ")
                && name.chars().noneMatch(c -> Character.isISOControl(c) || "/\\:*?\"<>|".indexOf(c) >= 0)
                && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
    }
}
