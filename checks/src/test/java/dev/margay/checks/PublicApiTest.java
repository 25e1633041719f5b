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
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The public surface of each library, committed as text so that a review sees it grow.
final class PublicApiTest {

    /// What of dev.margay has a module of its own, by package.
    private static final Map<String, String> ELSEWHERE = Map.of(
            "dev.margay.sql", "margay-sql",
            "dev.margay.security", "margay-security",
            "dev.margay.test", "margay-test",
            "dev.margay.gateway", "",
            "dev.margay.cli", "",
            "dev.margay.bench", "",
            "dev.margay.checks", "");

    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");
    private static final Set<String> OF_EVERY_ENUM = Set.of("values", "valueOf");

    @ParameterizedTest
    @ValueSource(strings = {"library", "margay-sql", "margay-security", "margay-test"})
    void thePublicSurfaceIsTheCommittedOne(String module) throws IOException {
        var listing = listing(module);
        var file = Sources.ROOT.resolve(module).resolve("api.txt");
        if (Boolean.getBoolean("api.write")) {
            Files.writeString(file, listing);
        }

        var committed = Files.readString(file);
        assertThat(listing)
                .withFailMessage("""
                        The public types and methods differ from %s/api.txt; \
                        if that is wanted, run ./margay api and commit the file.
                        gone:
                        %s
                        new:
                        %s
                        """, module, linesOnlyIn(committed, listing), linesOnlyIn(listing, committed))
                .isEqualTo(committed);
    }

    private static String linesOnlyIn(String one, String other) {
        var others = other.lines().collect(Collectors.toSet());
        return one.lines().filter(line -> !others.contains(line)).collect(Collectors.joining("\n"));
    }

    private static String listing(String module) {
        return Production.ALL.that(Production.inPackage("dev.margay")).stream()
                .filter(type -> moduleOf(type).equals(module))
                .filter(PublicApiTest::isVisible)
                .map(JavaClass::reflect)
                .sorted((one, other) -> one.getName().compareTo(other.getName()))
                .map(PublicApiTest::describe)
                .collect(Collectors.joining("\n"));
    }

    private static String moduleOf(JavaClass type) {
        return ELSEWHERE.entrySet().stream()
                .filter(each -> Production.isWithin(type.getPackageName(), each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("library");
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
