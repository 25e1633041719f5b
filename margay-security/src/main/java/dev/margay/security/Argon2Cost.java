package dev.margay.security;

/// How much memory and time one Argon2id hash takes (RFC 9106 section 3.1). Immutable.
///
/// The upper bounds also hold for hashes read from a store, so that a planted one cannot exhaust the machine.
///
/// @param memoryKib KiB of memory: from 8 for each lane to 131,072 (128 MiB)
/// @param iterations passes over the memory: 1 to 10
/// @param lanes independent lanes, computed one after another here: 1 to 4
public record Argon2Cost(int memoryKib, int iterations, int lanes) {

    private static final int MOST_MEMORY_KIB = 131_072;
    private static final int MOST_ITERATIONS = 10;
    private static final int MOST_LANES = 4;

    public Argon2Cost {
        require("lanes", lanes, 1, MOST_LANES);
        require("memory in KiB", memoryKib, 8 * lanes, MOST_MEMORY_KIB);
        require("iterations", iterations, 1, MOST_ITERATIONS);
    }

    /// 19 MiB, two passes, one lane: the least the OWASP password storage cheat sheet recommends for Argon2id.
    public static Argon2Cost recommended() {
        return new Argon2Cost(19_456, 2, 1);
    }

    private static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "Argon2 %s: %d (expected: %d to %d)".formatted(what, value, least, most));
        }
    }
}
