package dev.margay.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Resources of the class path below a name. Directories are not known there: jars need not have any.
record Resources(ClassLoader loader, String root) implements FileTree {

    @Override
    public @Nullable Found find(String path) throws IOException {
        var resource = path.isEmpty() ? null : loader.getResource(root + "/" + path);
        if (resource == null) {
            return null;
        }
        if (resource.getProtocol().equals("file")) {
            return inDirectory(resource, path);
        }
        return resource.openConnection() instanceof JarURLConnection jar ? inJar(resource, jar) : elsewhere(resource);
    }

    /// Through the directory the root is, so that no link leads out of it.
    private static @Nullable Found inDirectory(URL resource, String path) throws IOException {
        try {
            var file = Path.of(resource.toURI());
            var above = file.resolve("../".repeat(Path.of(path).getNameCount())).normalize();
            return Directory.at(above).find(path) instanceof Found.File found ? found : null;
        } catch (URISyntaxException e) {
            throw new IOException("resource " + resource, e);
        }
    }

    /// The jar stays open, as class loaders keep it: looking at an entry reads nothing.
    private static @Nullable Found inJar(URL resource, JarURLConnection jar) throws IOException {
        var entry = jar.getJarEntry();
        if (entry == null || entry.isDirectory()) {
            return null;
        }
        var version = "%x-%x".formatted(entry.getCrc(), entry.getSize());
        return new Found.File(entry.getSize(), modified(jar.getJarFile().getName()), version, offset -> {
            var content = resource.openStream();
            try {
                content.skipNBytes(offset);
                return content;
            } catch (IOException | RuntimeException e) {
                content.close();
                throw e;
            }
        });
    }

    /// Of the jar itself: the time of an entry is often the same in all builds, and then tells nothing.
    private static @Nullable Instant modified(String jar) throws IOException {
        try {
            return Files.getLastModifiedTime(Path.of(jar)).toInstant();
        } catch (NoSuchFileException _) {
            return null; // a jar in a jar
        }
    }

    /// What only its class loader can read.
    private static Found elsewhere(URL resource) throws IOException {
        byte[] bytes;
        try (var content = resource.openStream()) {
            bytes = content.readAllBytes();
        }
        var crc = new CRC32();
        crc.update(bytes);
        var version = "%x-%x".formatted(crc.getValue(), bytes.length);
        return new Found.File(bytes.length, null, version, offset -> from(bytes, offset));
    }

    private static InputStream from(byte[] bytes, long offset) {
        int at = Math.toIntExact(offset);
        return new ByteArrayInputStream(bytes, at, bytes.length - at);
    }
}
