package dev.margay.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The public surface of the library, committed as text so that a review sees it grow.
final class PublicApiTest {

    private static final Path LISTING = Sources.ROOT.resolve("library/api.txt");

    /// What of dev.margay is not in the library's own module.
    private static final List<String> ELSEWHERE = List.of(
            "dev.margay.sql",
            "dev.margay.security",
            "dev.margay.gateway",
            "dev.margay.cli",
            "dev.margay.test",
            "dev.margay.bench",
            "dev.margay.checks");

    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");
    private static final Set<String> OF_EVERY_ENUM = Set.of("values", "valueOf");

    @Test
    void thePublicSurfaceIsTheCommittedOne() throws IOException {
        var listing = listing();
        if (Boolean.getBoolean("api.write")) {
            Files.writeString(LISTING, listing);
        }

        var committed = Files.readString(LISTING);
        assertThat(listing)
                .withFailMessage("""
                        The public types and methods of the library differ from library/api.txt; \
                        if that is wanted, run ./margay api and commit the file.
                        gone:
                        %s
                        new:
                        %s
                        """, linesOnlyIn(committed, listing), linesOnlyIn(listing, committed))
                .isEqualTo(committed);
    }

    private static String linesOnlyIn(String one, String other) {
        var others = other.lines().collect(Collectors.toSet());
        return one.lines().filter(line -> !others.contains(line)).collect(Collectors.joining("\n"));
    }

    private static String listing() {
        return Production.ALL.that(Production.inPackage("dev.margay")).stream()
                .filter(type -> ELSEWHERE.stream().noneMatch(root -> Production.isWithin(type.getPackageName(), root)))
                .filter(PublicApiTest::isVisible)
                .map(JavaClass::reflect)
                .sorted((one, other) -> one.getName().compareTo(other.getName()))
                .map(PublicApiTest::describe)
                .collect(Collectors.joining("\n"));
    }

    private static boolean isVisible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(PublicApiTest::isVisible).orElse(true);
    }

    private static String describe(Class<?> type) {
        var members = Stream.of(
                        Stream.of(type.getDeclaredFields()).map(PublicApiTest::visibleField),
                        Stream.of(type.getDeclaredConstructors()).map(PublicApiTest::visible),
                        Stream.of(type.getDeclaredMethods()).map(PublicApiTest::visible))
                .flatMap(kind -> kind.flatMap(lines -> lines).sorted())
                .map(line -> "    " + line + "\n");
        return header(type) + "\n" + members.collect(Collectors.joining());
    }

    private static String header(Class<?> type) {
        var above = Stream.concat(
                        Stream.ofNullable(type.getGenericSuperclass())
                                .filter(parent -> parent != Object.class && parent != Record.class),
                        Stream.of(type.getGenericInterfaces()))
                .map(parent -> shortly(parent.getTypeName()))
                .collect(Collectors.joining(", "));
        var shown = type.toGenericString().replaceFirst("(?s) permits .*", "");
        return type.getPackageName() + ": " + shortly(shown) + (above.isEmpty() ? "" : " : " + above);
    }

    private static Stream<String> visibleField(Field field) {
        return isVisible(field) ? Stream.of(shortly(field.toGenericString())) : Stream.empty();
    }

    private static Stream<String> visible(Executable member) {
        return isVisible(member) ? Stream.of(shortly(member.toGenericString())) : Stream.empty();
    }

    private static boolean isVisible(Member member) {
        return (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
                && !member.isSynthetic()
                && !OF_EVERY_OBJECT.contains(member.getName())
                && !(member.getDeclaringClass().isEnum() && OF_EVERY_ENUM.contains(member.getName()));
    }

    /// Without packages, and without words that say nothing to a caller.
    private static String shortly(String signature) {
        return signature
                .replaceAll("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])", "")
                .replaceAll("\\b\\w+(?:\\$\\w+)*\\.(?=\\w+(?:\\(|$))", "")
                .replaceAll(
                        "\\b(public |abstract |synchronized |native |final (?=record )|static (?=record |interface |final enum ))",
                        "")
                .replace('$', '.');
    }
}
