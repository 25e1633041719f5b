package dev.margay.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Calls that make code hard to test, to stop or to reason about.
final class CallsTest {

    /// Where a banned call has its one place: the owner, the ban, the reason.
    private record Place(String owner, String ban, String reason) {}

    private static final List<Place> PLACES = List.of(
            new Place("dev.margay.engine", "CompletableFuture", "the transport speaks in futures"),
            new Place("dev.margay.config", "System.getenv", "the one place that reads the environment"),
            new Place("dev.margay.cli", "System.getenv", "looks for what none of the programs knows"));

    private static final Map<String, Predicate<JavaAccess<?>>> BANS = Map.of(
            "Thread.sleep", call(Thread.class, "sleep"),
            "System.currentTimeMillis", call(System.class, "currentTimeMillis"),
            "System.getenv", call(System.class, "getenv"),
            "Instant.now()", now(Instant.class),
            "Clock.system", call(Clock.class, "systemUTC").or(call(Clock.class, "systemDefaultZone")),
            "new Random()",
                    access -> isOn(access, Random.class) && access.getName().equals("<init>") && isBare(access),
            "printStackTrace", access -> access.getName().equals("printStackTrace"),
            "ThreadLocal", access -> isOn(access, ThreadLocal.class),
            "CompletableFuture", access -> isOn(access, CompletableFuture.class));

    @Test
    void nothingBannedIsCalledOutsideItsPlace() {
        assertThat(bannedCalls().filter(call -> PLACES.stream().noneMatch(call::isIn)))
                .as(
                        "take time from an InstantSource, chance from a seeded Random, the environment from dev.margay.config,"
                                + " what a thread carries from Call; wait on conditions, not on the clock; block instead of"
                                + " chaining futures; let a failure travel to the one place that logs it. A call that has to"
                                + " stay gets a line with its reason in PLACES of CallsTest")
                .isEmpty();
    }

    private static Stream<BannedCall> bannedCalls() {
        return Production.SHIPPED.stream()
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .flatMap(access -> BANS.entrySet().stream()
                        .filter(ban -> ban.getValue().test(access))
                        .map(ban -> new BannedCall(ban.getKey(), access.getOriginOwner(), access.getDescription())));
    }

    private static Predicate<JavaAccess<?>> call(Class<?> type, String name) {
        return access -> isOn(access, type) && access.getName().equals(name);
    }

    private static Predicate<JavaAccess<?>> now(Class<?> type) {
        return call(type, "now").and(CallsTest::isBare);
    }

    private static boolean isOn(JavaAccess<?> access, Class<?> type) {
        return access.getTargetOwner().isEquivalentTo(type);
    }

    private static boolean isBare(JavaAccess<?> access) {
        return access.getTarget().getFullName().endsWith("()");
    }

    private record BannedCall(String ban, JavaClass owner, String description) {

        private boolean isIn(Place place) {
            return place.ban().equals(ban) && Production.isWithin(owner.getName(), place.owner());
        }

        @Override
        public String toString() {
            return ban + ": " + description;
        }
    }
}
