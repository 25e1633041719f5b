package kittens.mail;

import dev.margay.context.Blocking;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Letters as files in a directory, one for each: whole or not there, and on the disk before it counts.
final class EmlFiles implements Post {

    private final Path directory;

    EmlFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public void send(Letter letter) throws Exception {
        byte[] mail = MimeText.of(letter);
        Blocking.call(() -> {
            write(letter.id().replace(':', '_') + ".eml", mail);
            return mail;
        });
    }

    private void write(String name, byte[] mail) throws IOException {
        Files.createDirectories(directory);
        var target = directory.resolve(name);
        var written = directory.resolve("." + name + ".part");
        try (var file = FileChannel.open(
                written, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var rest = ByteBuffer.wrap(mail);
            while (rest.hasRemaining()) {
                file.write(rest);
            }
            file.force(true);
        }
        Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (var entries = FileChannel.open(directory)) {
            entries.force(true);
        }
    }
}
