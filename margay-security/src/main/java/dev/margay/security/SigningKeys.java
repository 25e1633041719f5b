package dev.margay.security;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The issuer's own RSA keys: the newest signs, the two before it still verify. Safe for many threads.
///
/// The private keys live in one file of mode 0600, made with a fresh 2048-bit key when it is missing. After
/// [#rotate()] a new key signs; tokens of the former one stay valid until they expire, as long as at most one more
/// rotation happens before that. The public parts are [#jwks()].
public final class SigningKeys implements KeySource {

    private static final int KEPT = 3;

    private final KeyFile file;

    /// Held while a file is written: two changes at once would lose a key, and changes are rare.
    private final ReentrantLock changing = new ReentrantLock();

    private volatile List<SigningKey> newestFirst;

    private SigningKeys(KeyFile file, List<SigningKey> newestFirst) {
        this.file = file;
        this.newestFirst = newestFirst;
    }

    /// The keys in this file, which is made, with its directory, if it is missing.
    ///
    /// @throws IOException if the file cannot be used, is open to strangers, or holds anything but RSA keys
    public static SigningKeys open(Path path) throws IOException {
        var file = new KeyFile(path);
        if (!file.exists()) {
            try {
                file.create(List.of(SigningKey.generate()));
            } catch (FileAlreadyExistsException _) {
                // another process was first: its keys are read below, like any others
            }
        }
        return new SigningKeys(file, file.read());
    }

    /// Makes a new key the one that signs, and drops all but the two before it.
    public void rotate() throws IOException {
        changing.lock();
        try {
            var keys = new ArrayList<SigningKey>(KEPT);
            keys.add(SigningKey.generate());
            keys.addAll(file.read());
            var kept = List.copyOf(keys.subList(0, Math.min(KEPT, keys.size())));
            file.replace(kept);
            newestFirst = kept;
        } finally {
            changing.unlock();
        }
    }

    /// Reads the file again, for keys that another process rotated. When that fails, the keys stay as they were.
    public void reload() throws IOException {
        changing.lock();
        try {
            newestFirst = file.read();
        } finally {
            changing.unlock();
        }
    }

    @Override
    public Optional<RSAPublicKey> key(String id) {
        return newestFirst.stream()
                .filter(key -> key.id().equals(id))
                .map(SigningKey::publicKey)
                .findFirst();
    }

    /// The ids of all keys, the signing one first.
    public List<String> ids() {
        return newestFirst.stream().map(SigningKey::id).toList();
    }

    /// The public parts as a JSON Web Key Set (RFC 7517 section 5), to be served at `/.well-known/jwks.json`.
    public String jwks() {
        return Jwks.write(newestFirst);
    }

    SigningKey current() {
        return newestFirst.getFirst();
    }

    @Override
    public String toString() {
        return "SigningKeys" + ids();
    }
}
