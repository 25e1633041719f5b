package dev.margay.checks;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Files, methods and parameter lists that fit in a reader's head.
final class ShapeTest {

    private static final int LINES_OF_A_FILE = 400;
    private static final int LINES_OF_A_METHOD = 30;
    private static final int PARAMETERS = 4;
    private static final int COMPONENTS_OF_A_RECORD = 8;

    /// Files that may be longer, by their name, with the reason.
    private static final Map<String, String> LONG_FILES =
            Map.of("SqlContract.java", "the list of what a database promises, which reads best in one piece");

    /// Methods that may be longer or take more, as Type.method, with the reason.
    private static final Map<String, String> LARGE_METHODS =
            Map.of("Main.start", "wires a program by hand, one part after the other");

    private static final Pattern LEFT_OVER =
            Pattern.compile("@Disabled\\b|\\bTODO\\b|\\bFIXME\\b|\\bThread\\.sleep\\(");

    /// Files that may hold what LEFT_OVER finds, with the reason.
    private static final Map<String, String> KNOWN_LEFT_OVERS = Map.of("ShapeTest.java", "names them");

    /// A line of a doc comment that holds one word between two that hold more of the same paragraph: a formatter left
    /// it.
    private static final Pattern ORPHAN = Pattern.compile(
            "^ */// (?!```)[^\\s@|#-]\\S* .*\\n *///( [^\\s@|#-]\\S*)$\\n */// (?!```)[^\\s@|#-]", Pattern.MULTILINE);

    /// Files that may hold what ORPHAN finds, with the reason.
    private static final Map<String, String> KNOWN_ORPHANS = Map.of();

    @Test
    void commentsAreWrappedByPeople() {
        var orphans = Sources.all().stream()
                .filter(file -> !KNOWN_ORPHANS.containsKey(file.getFileName().toString()))
                .flatMap(file -> ORPHAN.matcher(String.join("\n", Sources.lines(file)))
                        .results()
                        .map(found -> file + ":" + found.group(1)));

        assertThat(orphans)
                .as("doc comments with a word alone on its line: wrap the paragraph anew, below 110 columns")
                .isEmpty();
    }

    @Test
    void filesAreShort() {
        var lengths = Sources.all().stream()
                .map(file -> new Length(file, Sources.lines(file).size()))
                .toList();

        System.out.printf("median length of %d files: %d lines%n", lengths.size(), median(lengths));
        assertThat(lengths.stream()
                        .filter(length -> length.lines() > LINES_OF_A_FILE)
                        .filter(length -> !LONG_FILES.containsKey(length.name())))
                .as(
                        "files of more than %d lines: one file tells one idea; split it, or give the reason at its head and"
                                + " in LONG_FILES of ShapeTest",
                        LINES_OF_A_FILE)
                .isEmpty();
    }

    @Test
    void methodsAreShortAndTakeFewParameters() {
        var methods = new ArrayList<Method>();
        var trees = Sources.parse(Sources.production());
        trees.units().forEach(unit -> new Methods(trees, unit, methods).scan(unit, null));

        assertThat(methods).isNotEmpty();
        assertThat(methods.stream().filter(Method::isLarge).filter(method -> !LARGE_METHODS.containsKey(method.name())))
                .as(
                        "methods of more than %d lines or %d parameters: name the steps, group the parameters in a record,"
                                + " or give the reason in LARGE_METHODS of ShapeTest",
                        LINES_OF_A_METHOD, PARAMETERS)
                .isEmpty();
    }

    @Test
    void recordsHaveFewComponents() {
        var large = Sources.parse(Sources.production()).units().stream()
                .flatMap(unit -> unit.getTypeDecls().stream())
                .flatMap(ShapeTest::withNested)
                .filter(type -> type.getKind() == Tree.Kind.RECORD)
                .filter(type -> components(type) > COMPONENTS_OF_A_RECORD)
                .map(type -> type.getSimpleName() + ": " + components(type));

        assertThat(large)
                .as("records of more than %d components: group them in nested records", COMPONENTS_OF_A_RECORD)
                .isEmpty();
    }

    @Test
    void nothingIsLeftForLater() {
        var leftOvers = Sources.all().stream()
                .filter(file -> !KNOWN_LEFT_OVERS.containsKey(file.getFileName().toString()))
                .flatMap(file -> Sources.lines(file).stream()
                        .filter(line -> LEFT_OVER.matcher(line).find())
                        .map(line -> Sources.ROOT.relativize(file) + ": " + line.strip()));

        assertThat(leftOvers)
                .as("switched-off tests, notes for later and sleeps: finish it now; wait with Eventually")
                .isEmpty();
    }

    private static int median(List<Length> lengths) {
        return lengths.stream()
                .map(Length::lines)
                .sorted()
                .skip(lengths.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static Stream<ClassTree> withNested(Tree tree) {
        return tree instanceof ClassTree type
                ? Stream.concat(Stream.of(type), type.getMembers().stream().flatMap(ShapeTest::withNested))
                : Stream.empty();
    }

    private static long components(ClassTree type) {
        return type.getMembers().stream()
                .filter(member -> member instanceof VariableTree field
                        && !field.getModifiers().getFlags().contains(Modifier.STATIC))
                .count();
    }

    private record Length(Path file, int lines) {

        private String name() {
            return file.getFileName().toString();
        }

        @Override
        public String toString() {
            return Sources.ROOT.relativize(file) + ": " + lines;
        }
    }

    private record Method(String name, long lines, int parameters, int allowed) {

        private boolean isLarge() {
            return lines > LINES_OF_A_METHOD || parameters > allowed;
        }

        @Override
        public String toString() {
            return "%s: %d lines, %d parameters".formatted(name, lines, parameters);
        }
    }

    /// Collects the methods of a file, those of nested and local types too.
    private static final class Methods extends TreeScanner<@Nullable Void, @Nullable ClassTree> {

        private final Sources.Trees trees;
        private final CompilationUnitTree unit;
        private final List<Method> found;

        private Methods(Sources.Trees trees, CompilationUnitTree unit, List<Method> found) {
            this.trees = trees;
            this.unit = unit;
            this.found = found;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable ClassTree outer) {
            return super.visitClass(type, type);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable ClassTree type) {
            requireNonNull(type);
            var name = type.getSimpleName() + "." + method.getName();
            int parameters = method.getParameters().size();
            int allowed = isConstructorOfRecord(method, type) ? COMPONENTS_OF_A_RECORD : PARAMETERS;
            found.add(new Method(name, trees.lines(unit, method), parameters, allowed));
            return super.visitMethod(method, type);
        }

        private static boolean isConstructorOfRecord(MethodTree method, ClassTree type) {
            return type.getKind() == Tree.Kind.RECORD && method.getReturnType() == null;
        }
    }
}
