package dev.margay.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Who may use whom. Dependencies point one way, from what composes to what is composed.
final class EdgesTest {

    private static final String ROOT = "dev.margay";

    /// What each package of the library may use of the others.
    private static final Map<String, Set<String>> EDGES = Map.ofEntries(
            entry("context", Set.of()),
            entry("config", Set.of()),
            entry("json", Set.of()),
            entry("validation", Set.of("json")),
            entry("http", Set.of("context", "json", "validation")),
            entry("engine", Set.of("http", "context", "json")),
            entry("messaging", Set.of("json", "context")),
            entry("messaging.work", Set.of("messaging", "json", "context")),
            entry("messaging.memory", Set.of("messaging", "context")),
            entry("web", Set.of("http", "context", "json")),
            entry("web.bodies", Set.of("http", "validation", "context", "json")),
            entry("openapi", Set.of("http", "web", "json")),
            entry("openapi.client", Set.of("openapi", "json")),
            entry("observe", Set.of("context", "config", "json", "http", "engine", "messaging", "web")),
            entry("sql", Set.of("messaging", "config", "json", "context")),
            entry("sql.messages", Set.of("sql", "messaging", "json", "context")),
            entry("security", Set.of("http", "json", "context")));

    /// Packages that compose: they may use all of the library.
    private static final List<String> COMPOSERS = List.of("", "gateway", "cli", "test", "bench", "checks");

    @Test
    void packagesAreAcyclic() {
        slices().assignedFrom(eachPackage())
                .should()
                .beFreeOfCycles()
                .because("a package that is needed by what it needs cannot be understood, tested or moved alone")
                .allowEmptyShould(true)
                .check(Production.ALL);
    }

    @Test
    void packagesOfTheLibraryUseOnlyThoseBelowThem() {
        var forbidden = Production.ALL.that(Production.inPackage(ROOT)).stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(EdgesTest::isForbidden)
                .map(Dependency::getDescription)
                .distinct();

        assertThat(forbidden)
                .as("uses that EDGES in EdgesTest forbids; edges point one way: context config json <- validation <-"
                        + " http <- engine, web; messaging <- observe <- dev.margay: move the code, or widen EDGES with"
                        + " a reason")
                .isEmpty();
    }

    @Test
    void everyPackageOfTheLibraryHasItsPlace() {
        var unknown = Production.ALL.that(Production.inPackage(ROOT)).stream()
                .map(type -> shortName(type.getPackageName()))
                .filter(name -> !EDGES.containsKey(name) && !isComposer(name))
                .distinct();

        assertThat(unknown)
                .as("packages that EDGES in EdgesTest does not know: say there what they may use")
                .isEmpty();
    }

    @Test
    void everyPlaceHasItsPackage() {
        var existing = Production.ALL.that(Production.inPackage(ROOT)).stream()
                .map(type -> shortName(type.getPackageName()))
                .distinct()
                .toList();

        assertThat(existing)
                .as("the packages that EDGES in EdgesTest names: take out what is gone")
                .containsAll(EDGES.keySet());
        EDGES.values().forEach(used -> assertThat(EDGES.keySet()).containsAll(used));
    }

    @Test
    void onlyTheRootAndProgramsSeeObserve() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .and()
                .resideOutsideOfPackages(
                        ROOT,
                        ROOT + ".observe..",
                        ROOT + ".gateway..",
                        ROOT + ".cli..",
                        ROOT + ".bench..",
                        ROOT + ".test..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".observe..")
                .because("metrics know everything and nobody knows metrics: publish an ...Event to a Consumer instead")
                .check(Production.ALL);
    }

    @Test
    void onlyTheEngineSeesItsTransport() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".engine..", ROOT + ".bench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .because("the transport can be changed only as long as one package knows it")
                .check(Production.ALL);
    }

    @Test
    void nothingShippedUsesTheFakes() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".test..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".test..", "org.junit..", "org.assertj..")
                .because("test code stays in tests")
                .check(Production.ALL);
    }

    @Test
    void theServicesOfTheStoreDoNotKnowEachOther() {
        slices().matching("kittens.(*)..")
                .should()
                .notDependOnEachOther()
                .because("services meet in HTTP and messages only; each can be deployed without the others")
                .allowEmptyShould(true)
                .check(Production.ALL);
    }

    private static boolean isForbidden(Dependency dependency) {
        var from = shortName(dependency.getOriginClass().getPackageName());
        var target = dependency.getTargetClass().getBaseComponentType().getPackageName();
        return !isComposer(from)
                && Production.isWithin(target, ROOT)
                && !shortName(target).equals(from)
                && !EDGES.getOrDefault(from, Set.of()).contains(shortName(target));
    }

    private static boolean isComposer(String name) {
        return COMPOSERS.contains(name)
                || COMPOSERS.stream().anyMatch(composer -> !composer.isEmpty() && Production.isWithin(name, composer));
    }

    private static String shortName(String name) {
        return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
    }

    private static SliceAssignment eachPackage() {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(type.getPackageName());
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        };
    }
}
