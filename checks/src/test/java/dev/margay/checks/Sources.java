package dev.margay.checks;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// The Java files of the project, as text and as trees.
final class Sources {

    static final Path ROOT = root();

    private Sources() {}

    /// Every Java file that people write, tests included.
    static List<Path> all() {
        try (var files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> isWritten(ROOT.relativize(file)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> production() {
        return all().stream()
                .filter(file -> ROOT.relativize(file).toString().contains("src/main/"))
                .toList();
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The files as the compiler's parser sees them; nothing is resolved.
    static Trees parse(List<Path> files) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
            var units = new ArrayList<CompilationUnitTree>();
            task.parse().forEach(units::add);
            return new Trees(units, com.sun.source.util.Trees.instance(task).getSourcePositions());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Parsed files, with where each piece of them begins and ends.
    record Trees(List<CompilationUnitTree> units, SourcePositions positions) {

        long lines(CompilationUnitTree unit, Tree tree) {
            var map = unit.getLineMap();
            return map.getLineNumber(positions.getEndPosition(unit, tree))
                    - map.getLineNumber(positions.getStartPosition(unit, tree))
                    + 1;
        }
    }

    private static boolean isWritten(Path relative) {
        return Stream.of(relative.toString().split("/"))
                .noneMatch(part -> part.equals("target") || part.startsWith("."));
    }

    private static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), directory -> directory != null, Path::getParent)
                .filter(directory -> Files.exists(directory.resolve("LICENSE")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no LICENSE above " + Path.of("").toAbsolutePath()));
    }
}
