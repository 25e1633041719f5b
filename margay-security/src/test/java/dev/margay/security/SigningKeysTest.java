package dev.margay.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SigningKeysTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("auth/keys/signing.pem");
    }

    @Test
    void aMissingFileIsMadeForItsOwnerAlone() throws Exception {
        var keys = SigningKeys.open(file);

        assertThat(keys.ids()).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file))
                .startsWith("-----BEGIN PRIVATE KEY-----")
                .endsWith("-----END PRIVATE KEY-----\n");
        assertThat(filesBeside(file)).containsExactly(file);
        assertThat(keys.key(keys.ids().getFirst()).orElseThrow().getModulus().bitLength())
                .isEqualTo(2_048);
    }

    @Test
    void theSameKeysAreThereAfterARestart() throws Exception {
        var before = existing();
        before.rotate();

        var after = SigningKeys.open(file);

        assertThat(after.ids()).hasSize(2).isEqualTo(before.ids());
        assertThat(after.jwks()).isEqualTo(before.jwks());
    }

    @Test
    void aNewKeySignsWhileTheTwoBeforeItStillVerify() throws Exception {
        var keys = existing();
        var first = keys.ids().getFirst();

        keys.rotate();
        var second = keys.ids().getFirst();
        keys.rotate();
        var third = keys.ids().getFirst();
        assertThat(keys.ids()).containsExactly(third, second, first);
        assertThat(keys.current().id()).isEqualTo(third);

        keys.rotate();
        assertThat(keys.ids()).hasSize(3).contains(third, second).doesNotContain(first);
        assertThat(keys.key(second)).isPresent();
        assertThat(keys.key(first)).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(filesBeside(file)).containsExactly(file);
    }

    @Test
    void rotationsAtOnceLoseNoKey() throws Exception {
        var keys = existing();
        var first = keys.ids().getFirst();

        atOnce(2, () -> {
            keys.rotate();
            return keys;
        });

        assertThat(keys.ids())
                .hasSize(3)
                .endsWith(first)
                .isEqualTo(SigningKeys.open(file).ids());
    }

    @Test
    void keysThatAnotherProcessRotatedAreReadAgain() throws Exception {
        var keys = existing();
        var elsewhere = SigningKeys.open(file);
        elsewhere.rotate();

        keys.reload();

        assertThat(keys.ids()).isEqualTo(elsewhere.ids());
    }

    @Test
    void aFailedReloadLeavesTheKeysAsTheyWere() throws Exception {
        var keys = existing();
        var ids = keys.ids();
        Files.writeString(file, "");

        assertThatIOException().isThrownBy(keys::reload);
        assertThatIOException().isThrownBy(keys::rotate);

        assertThat(keys.ids()).isEqualTo(ids);
        assertThat(Files.readString(file)).isEmpty();
    }

    @Test
    void ofSeveralThatStartAtOnceOneMakesTheKeyAndAllUseIt() throws Exception {
        var ids = new HashSet<String>();
        for (var keys : atOnce(4, () -> SigningKeys.open(file))) {
            ids.addAll(keys.ids());
        }

        assertThat(ids).hasSize(1);
        assertThat(filesBeside(file)).containsExactly(file);
    }

    @Test
    void onlyThePublicPartsAreInTheKeySet() throws Exception {
        var keys = existing();
        keys.rotate();

        var published = JWKSet.parse(keys.jwks());

        assertThat(published.containsNonPublicKeys()).isFalse();
        assertThat(keys.jwks()).doesNotContain("\"d\"", "\"p\"", "\"q\"", "\"dp\"", "\"dq\"", "\"qi\"");
        assertThat(published.getKeys()).hasSize(2).allSatisfy(key -> {
            assertThat(key.getKeyID()).isIn(keys.ids());
            assertThat(key.getAlgorithm().getName()).isEqualTo("RS256");
            assertThat(key.getKeyUse().identifier()).isEqualTo("sig");
            assertThat(key.computeThumbprint().toString()).isEqualTo(key.getKeyID());
        });
    }

    @Test
    void privatePartsAreNotShown() throws Exception {
        var keys = existing();
        var key = keys.current();

        assertThat(key + " " + keys).contains(key.id()).doesNotContain("RSAPrivate", "modulus", "MII", "BEGIN");
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--", "rw-----w-", "rwxrwxrwx"})
    void aFileOpenToStrangersIsRefused(String permissions) throws Exception {
        existing();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertThatIOException()
                .isThrownBy(() -> SigningKeys.open(file))
                .withMessageContaining(file.toString())
                .withMessageContaining(permissions)
                .withMessageContaining("expected: rw-------");
    }

    @Test
    void aFileWithoutKeysIsRefused() {
        assertRefused("", "no PEM block");
        assertRefused("hello\n\n\u0000\u0001", "no PEM block");
        assertRefused("-----BEGIN PRIVATE KEY-----\n", "-----END PRIVATE KEY");
        assertRefused(block("PRIVATE KEY", "!!!!"), "not a PEM file");
        assertRefused(block("PRIVATE KEY", "AAAA"), "not a usable key");
        assertRefused(block("PRIVATE KEY", ""), "not a usable key");
        assertRefused(block("RSA PRIVATE KEY", "AAAA"), "'RSA PRIVATE KEY' (expected: 'PRIVATE KEY'");
        assertRefused("x".repeat(70_000), "70000 bytes (expected: at most 65536)");
    }

    @Test
    void aFileWithOneBadKeyAmongGoodOnesIsRefused() throws Exception {
        existing();
        var good = Files.readString(file);

        assertRefused(good + block("PRIVATE KEY", "AAAA"), "not a usable key");
        assertRefused(good + good.substring(0, good.length() / 2), "END PRIVATE KEY");
    }

    @Test
    void otherKindsAndSizesOfKeysAreRefused() throws Exception {
        assertRefused(block("PRIVATE KEY", generated("EC", 256)), "not a usable key");
        assertRefused(block("PRIVATE KEY", generated("RSA", 1_024)), "RSA key of 1024 bits (expected: 2048 to 8192)");
    }

    @Test
    void aDirectoryInPlaceOfTheFileIsRefused() throws Exception {
        Files.createDirectories(file);

        assertThatIOException().isThrownBy(() -> SigningKeys.open(file));
    }

    private SigningKeys existing() throws IOException {
        new KeyFile(file).create(List.of(TestKeys.FIRST));
        return SigningKeys.open(file);
    }

    private void assertRefused(String content, String because) {
        var broken = directory.resolve("broken.pem");
        assertThatIOException()
                .isThrownBy(() -> {
                    Files.deleteIfExists(broken);
                    Files.createFile(
                            broken, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    Files.writeString(broken, content);
                    SigningKeys.open(broken);
                })
                .withMessageContaining(because);
    }

    private static String block(String type, String base64) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, base64, type);
    }

    private static String generated(String algorithm, int bits) throws Exception {
        var generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    }

    private static List<Path> filesBeside(Path file) throws IOException {
        try (var files = Files.list(file.resolveSibling("."))) {
            return files.map(Path::normalize).toList();
        }
    }

    private static List<SigningKeys> atOnce(int times, Callable<SigningKeys> task) throws Exception {
        try (var threads = Executors.newFixedThreadPool(times)) {
            var running = IntStream.range(0, times)
                    .mapToObj(_ -> threads.submit(task))
                    .toList();
            var results = new ArrayList<SigningKeys>();
            for (var one : running) {
                results.add(one.get());
            }
            return results;
        }
    }
}
