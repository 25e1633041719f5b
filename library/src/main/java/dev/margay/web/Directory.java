package dev.margay.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A directory of the file system. Links are followed only to what lies below the root itself.
///
/// A link may be put in the place of a file while it is served. So its path is resolved first and looked
/// at as a whole; then it is walked name by name from the root, each opened in the one before and none
/// followed (`openat` with `O_NOFOLLOW`): what was swapped in between is not found any more.
///
/// @param root a real path
record Directory(Path root) implements FileTree {

    private static final int MOST_LISTED = 10_000;

    /// @throws IOException if there is none, or its file system cannot open a name in a directory that is
    /// open
    static Directory at(Path root) throws IOException {
        var real = root.toRealPath();
        try (var names = Files.newDirectoryStream(real)) {
            if (!(names instanceof SecureDirectoryStream)) {
                throw new FileSystemException(real.toString(), null, "the file system has no secure directories");
            }
        }
        return new Directory(real);
    }

    @Override
    public @Nullable Found find(String path) throws IOException {
        try {
            var real = root.resolve(path).toRealPath();
            return real.startsWith(root) ? inside(root.relativize(real)) : null;
        } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException | InvalidPathException _) {
            return null;
        } catch (FileSystemException _) { // a circle of links, a name too long, a file in the place of a directory
            try (var _ = Files.newDirectoryStream(root)) { // works, unless it is not the path that is at fault
                return null;
            }
        }
    }

    private @Nullable Found inside(Path path) throws IOException {
        if (path.toString().isEmpty()) {
            return new Found.Folder(() -> names(path));
        }
        for (var name : path) { // a link must not lead to what is hidden either
            if (!FileTree.isPlainName(name.toString())) {
                return null;
            }
        }
        var found = in(path.getParent(), folder -> attributes(folder, path.getFileName()));
        if (found.isDirectory()) {
            return new Found.Folder(() -> names(path));
        }
        return found.isRegularFile() ? file(path, found) : null; // pipes and devices would be waited for
    }

    private Found file(Path path, BasicFileAttributes found) {
        var modified = found.lastModifiedTime().toInstant();
        return new Found.File(
                found.size(), modified, version(modified, found.size()), offset -> open(path, found, offset));
    }

    /// Of the time and the length, which a change of the content changes with it.
    private static String version(Instant modified, long length) {
        return "%x-%x-%x".formatted(modified.getEpochSecond(), modified.getNano(), length);
    }

    private InputStream open(Path path, BasicFileAttributes found, long offset) throws IOException {
        try {
            return in(path.getParent(), folder -> open(folder, path.getFileName(), found, offset));
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException e) { // a link in its place is one without a type of its own
            throw new ChangedException(path, e);
        }
    }

    private static InputStream open(
            SecureDirectoryStream<Path> folder, Path name, BasicFileAttributes found, long offset) throws IOException {
        checkSame(name, found, attributes(folder, name)); // a pipe must not even be opened
        var channel = folder.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        try {
            checkSame(name, found, attributes(folder, name));
            return Channels.newInputStream(channel.position(offset));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void checkSame(Path name, BasicFileAttributes found, BasicFileAttributes now) throws IOException {
        if (!Objects.equals(found.fileKey(), now.fileKey())
                || !found.lastModifiedTime().equals(now.lastModifiedTime())
                || found.size() != now.size()) {
            throw new ChangedException(name, null);
        }
    }

    private List<String> names(Path path) throws IOException {
        var plain = new ArrayList<String>();
        in(path.toString().isEmpty() ? null : path, folder -> {
            for (var entry : folder) {
                var name = entry.getFileName().toString();
                if (FileTree.isPlainName(name) && plain.size() < MOST_LISTED) {
                    plain.add(name);
                }
            }
            return folder;
        });
        var shown = new ArrayList<String>();
        for (var name : plain) {
            switch (find(path.resolve(name).toString())) {
                case Found.File _ -> shown.add(name);
                case Found.Folder _ -> shown.add(name + "/");
                case null -> {} // a link that leads out, or something special
            }
        }
        shown.sort(null);
        return shown;
    }

    private static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        return folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    @FunctionalInterface
    private interface Look<T> {
        T at(SecureDirectoryStream<Path> folder) throws IOException;
    }

    /// Looks into a directory that is reached without following a link.
    ///
    /// @param path below the root; null for the root
    private <T> T in(@Nullable Path path, Look<T> look) throws IOException {
        try (var top = Files.newDirectoryStream(root)) {
            var names = path == null ? Collections.<Path>emptyIterator() : path.iterator();
            return in((SecureDirectoryStream<Path>) top, names, look); // as checked when this was made
        }
    }

    private static <T> T in(SecureDirectoryStream<Path> folder, Iterator<Path> names, Look<T> look) throws IOException {
        if (!names.hasNext()) {
            return look.at(folder);
        }
        try (var next = folder.newDirectoryStream(names.next(), LinkOption.NOFOLLOW_LINKS)) {
            return in(next, names, look);
        }
    }
}
