package kittens.auth;

import dev.margay.security.OpaqueToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import java.util.UUID;

/// The administrator's first password, in a file that only its owner can read.
final class PasswordFile {

    private static final int LEAST = 8;
    private static final int MOST = 72;

    private final Path path;

    PasswordFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    /// The password in the file, which is made with a random one if it is missing.
    String password() {
        try {
            if (!Files.exists(path)) {
                create();
            }
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException("the administrator's password cannot be kept in " + path, e);
        }
    }

    boolean exists() {
        return Files.exists(path);
    }

    /// Takes its name only when it is whole: whoever starts at the same time finds all of it or nothing.
    private void create() throws IOException {
        Files.createDirectories(path.getParent());
        var draft = path.resolveSibling(path.getFileName() + "." + UUID.randomUUID());
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var out = Files.newByteChannel(
                draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            out.write(ByteBuffer.wrap(
                    OpaqueToken.random(new SecureRandom()).text().concat("\n").getBytes(StandardCharsets.US_ASCII)));
        }
        try {
            Files.createLink(path, draft);
        } catch (FileAlreadyExistsException _) {
            // another process was first: its password is the one
        } finally {
            Files.delete(draft);
        }
    }

    private String read() throws IOException {
        var password = Files.readString(path).strip();
        int length = password.codePointCount(0, password.length());
        if (length < LEAST || length > MOST) {
            throw new IOException("%s: %d characters (expected: %d to %d)".formatted(path, length, LEAST, MOST));
        }
        return password;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
