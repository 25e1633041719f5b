package dev.margay.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Names that say what a thing is.
final class NamesTest {

    private static final Set<String> EMPTY_WORDS = Set.of(
            "Abstract",
            "Default",
            "Base",
            "Impl",
            "Factory",
            "Manager",
            "Helper",
            "Helpers",
            "Util",
            "Utils",
            "Processor",
            "Wrapper",
            "Holder",
            "Info",
            "Data",
            "Dto",
            "DTO");

    private static final Set<String> DRAWERS =
            Set.of("internal", "impl", "spi", "util", "utils", "common", "core", "model", "dto", "helper", "helpers");

    private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    @Test
    void typeNamesNameTheDifference() {
        var empty = Production.ALL.stream()
                .filter(type -> words(type).stream().anyMatch(EMPTY_WORDS::contains))
                .map(JavaClass::getName);

        assertThat(empty)
                .as("types named Default, Manager, Util or the like, which say nothing: name what makes this one"
                        + " different (RoundRobin, InMemoryOutbox, JetStreamQueue)")
                .isEmpty();
    }

    @Test
    void packagesAreIdeasNotDrawers() {
        var drawers = Production.ALL.stream()
                .map(JavaClass::getPackageName)
                .distinct()
                .filter(name -> Stream.of(name.split("\\.")).anyMatch(DRAWERS::contains));

        assertThat(drawers)
                .as("packages named util, common, core, internal or the like, which collect whatever has no idea:"
                        + " a package is one idea")
                .isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() {
        var unmarked = Production.ALL.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(name -> !name.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName);

        assertThat(unmarked)
                .as("packages whose package-info.java is missing or not @NullMarked")
                .isEmpty();
    }

    private static List<String> words(JavaClass type) {
        return List.of(BETWEEN_WORDS.split(type.getSimpleName()));
    }
}
