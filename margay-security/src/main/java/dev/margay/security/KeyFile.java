package dev.margay.security;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.spec.InvalidKeySpecException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.bouncycastle.util.encoders.DecoderException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/// The private keys of an issuer in one file: PEM blocks `PRIVATE KEY` (PKCS #8, RFC 7468), the newest first.
///
/// Every write goes to a temporary file that only the owner can read, reaches the disk, and takes the name at once: a
/// crash leaves the old keys or the new ones, never half of them. One process writes, any number may read.
final class KeyFile {

    private static final String BLOCK = "PRIVATE KEY";
    private static final int MOST_BYTES = 65_536;

    private final Path path;

    KeyFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    boolean exists() {
        return Files.exists(path);
    }

    /// @throws IOException if the file is open to strangers or holds anything but private RSA keys, saying what
    List<SigningKey> read() throws IOException {
        refuseIfOpenToStrangers();
        long bytes = Files.size(path);
        if (bytes > MOST_BYTES) {
            throw refused("%d bytes (expected: at most %d)".formatted(bytes, MOST_BYTES));
        }
        var keys = new ArrayList<SigningKey>();
        for (var block : blocks(Files.readString(path, StandardCharsets.ISO_8859_1))) {
            keys.add(key(block));
        }
        if (keys.isEmpty()) {
            throw refused("no PEM block (expected: at least one '%s')".formatted(BLOCK));
        }
        return List.copyOf(keys);
    }

    private List<PemObject> blocks(String text) throws IOException {
        var blocks = new ArrayList<PemObject>();
        try (var reader = new PemReader(new StringReader(text))) {
            for (var block = reader.readPemObject(); block != null; block = reader.readPemObject()) {
                blocks.add(block);
            }
            return blocks;
        } catch (IOException | DecoderException e) {
            throw refused("not a PEM file: " + e.getMessage(), e);
        }
    }

    private SigningKey key(PemObject block) throws IOException {
        if (!block.getType().equals(BLOCK)) {
            throw refused("a PEM block '%s' (expected: '%s', as 'openssl pkcs8 -topk8 -nocrypt' writes it)"
                    .formatted(block.getType(), BLOCK));
        }
        try {
            return SigningKey.decode(block.getContent());
        } catch (InvalidKeySpecException e) {
            throw refused("not a usable key: " + e.getMessage(), e);
        }
    }

    private void refuseIfOpenToStrangers() throws IOException {
        var permissions = Files.getPosixFilePermissions(path);
        var strangers = EnumSet.of(
                PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_EXECUTE);
        strangers.retainAll(permissions);
        if (!strangers.isEmpty()) {
            throw refused("permissions %s (expected: rw-------; 'chmod 600' it)"
                    .formatted(PosixFilePermissions.toString(permissions)));
        }
    }

    /// Writes the keys unless the file exists: of several processes that start at once, one wins.
    ///
    /// @throws FileAlreadyExistsException if another one won
    void create(List<SigningKey> keys) throws IOException {
        Files.createDirectories(directory());
        var temporary = write(keys);
        try {
            Files.createLink(path, temporary);
            reachDisk(directory());
        } finally {
            Files.delete(temporary);
        }
    }

    void replace(List<SigningKey> keys) throws IOException {
        var temporary = write(keys);
        try {
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            reachDisk(directory());
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private Path write(List<SigningKey> keys) throws IOException {
        var onlyTheOwner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var temporary = Files.createTempFile(directory(), path.getFileName() + ".", ".tmp", onlyTheOwner);
        try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            var text = ByteBuffer.wrap(pem(keys).getBytes(StandardCharsets.US_ASCII));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
            return temporary;
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    private static String pem(List<SigningKey> keys) {
        var text = new StringWriter();
        try (var writer = new PemWriter(text)) {
            for (var key : keys) {
                writer.writeObject(new PemObject(BLOCK, key.privateKey().getEncoded()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    /// A name is on the disk only when its directory is.
    private static void reachDisk(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path directory() {
        var parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("key file '%s' (expected: the path of a file)".formatted(path));
        }
        return parent;
    }

    private IOException refused(String what) {
        return new IOException(path + ": " + what);
    }

    private IOException refused(String what, Throwable cause) {
        return new IOException(path + ": " + what, cause);
    }
}
