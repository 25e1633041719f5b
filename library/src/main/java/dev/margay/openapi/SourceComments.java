package dev.margay.openapi;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.margay.json.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Writes the doc comments of types and record components to a resource, where documents look for them.
///
/// Run at build time, with a JDK: `SourceComments src/main/java target/classes`. Sources are read, not compiled.
public final class SourceComments {

    private final Map<String, String> texts = new TreeMap<>();

    private SourceComments() {}

    /// Reads the sources and writes the resource.
    ///
    /// @param arguments directory of the sources, directory of the classes
    public static void main(String... arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException(
                    "%d arguments (expected: directory of the sources, directory of the classes)"
                            .formatted(arguments.length));
        }
        var target = Path.of(arguments[1]).resolve(Comments.RESOURCE);
        Files.createDirectories(target.getParent());
        Files.writeString(target, Json.pretty(read(Path.of(arguments[0]))) + "\n");
    }

    /// The texts by name: `shop.Kitten` of a type, `shop.Kitten#price` of a component.
    static Map<String, String> read(Path sources) throws IOException {
        var found = new SourceComments();
        List<Path> files;
        try (var walk = Files.walk(sources)) {
            files = walk.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
        if (!files.isEmpty()) {
            found.readAll(files);
        }
        return found.texts;
    }

    private void readAll(List<Path> files) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("no compiler in this runtime (expected: a JDK)");
        }
        var problems = new StringWriter();
        try (var manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var options = List.of("-proc:none", "-Xlint:none");
            var task = (JavacTask) compiler.getTask(
                    problems, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files));
            var docs = DocTrees.instance(task);
            for (var unit : task.parse()) {
                new Reader(unit, docs).scan(unit, null);
            }
        }
    }

    /// Visits the types of one file.
    private final class Reader extends TreePathScanner<@Nullable Void, @Nullable Void> {

        private final String prefix;
        private final DocTrees docs;

        Reader(CompilationUnitTree unit, DocTrees docs) {
            this.prefix = unit.getPackageName() == null ? "" : unit.getPackageName() + ".";
            this.docs = docs;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
            var comment = docs.getDocCommentTree(getCurrentPath());
            if (comment != null && !type.getSimpleName().isEmpty()) {
                keep(prefix + name(getCurrentPath()), comment);
            }
            return super.visitClass(type, null);
        }
    }

    private void keep(String type, DocCommentTree comment) {
        put(type, text(comment.getFullBody()));
        for (var tag : comment.getBlockTags()) {
            if (tag instanceof ParamTree component && !component.isTypeParameter()) {
                put(type + "#" + component.getName(), text(component.getDescription()));
            }
        }
    }

    private void put(String name, String text) {
        if (!text.isEmpty()) {
            texts.put(name, text);
        }
    }

    private static String name(TreePath path) {
        var name = new StringBuilder();
        for (var tree : path) {
            if (tree instanceof ClassTree type) {
                name.insert(0, type.getSimpleName() + (name.isEmpty() ? "" : "."));
            }
        }
        return name.toString();
    }

    /// As it stands in the source, but links are what they show: as code.
    private static String text(List<?> trees) {
        var text = new StringBuilder();
        trees.forEach(text::append);
        return text.toString()
                .replaceAll("\\{@(?:link|linkplain|code) +([^}]+)}", "`$1`")
                .replaceAll("(?<!])\\[#?([A-Za-z][\\w.#]*)(?:\\([^)]*\\))?](?![\\[(])", "`$1`")
                .strip();
    }
}
