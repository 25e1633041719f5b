package dev.margay.web;

import dev.margay.context.Blocking;
import dev.margay.http.Body;
import dev.margay.http.Handler;
import dev.margay.http.Headers;
import dev.margay.http.Problem;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.web.ByteRange.Asked;
import dev.margay.web.FileTree.Found;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/// Serves the files of a directory or of the class path, at a route that ends in `{path...}`. Immutable.
///
/// `Route.get("/images/{path...}", Files.in(Path.of("images")))` answers with the type its name tells,
/// `ETag` and `Last-Modified`; conditional requests and one byte range as RFC 9110 has them (several
/// ranges are answered in full); `cat.svg.br`, `.zst` or `.gz` beside `cat.svg` is sent in its place to
/// clients that prefer it. For a directory it is the file `index.html` in it, else 404, or with
/// [#listing()] a page of links; without its last slash 301.
///
/// Nothing outside the root is reached, by no spelling of a path and no link, and nothing hidden or
/// special: neither pipes and devices, nor names that begin with a dot (but `.well-known`), end in one or
/// in a blank, or hold one of `\ : * ? " < > |` or a control character. All work on files runs off the
/// event loop, and large ones are streamed; one that becomes shorter meanwhile ends the connection.
public final class Files implements Handler {

    private static final long AT_ONCE = 64 << 10;
    private static final int TRIES = 3;
    private static final String INDEX = "index.html";
    private static final List<Variant> VARIANTS =
            List.of(new Variant("br", ".br"), new Variant("zstd", ".zst"), new Variant("gzip", ".gz"));

    private final FileTree tree;
    private final boolean listing;
    private final String caching;

    private Files(FileTree tree, boolean listing, String caching) {
        this.tree = tree;
        this.listing = listing;
        this.caching = caching;
    }

    /// The files below a directory; a link to it is followed now and not again.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Files in(Path directory) {
        try {
            return new Files(Directory.at(directory), false, "no-cache");
        } catch (IOException e) {
            throw new IllegalArgumentException("directory %s (expected: one that can be read)".formatted(directory), e);
        }
    }

    /// The resources below a name, for example `public`, as the class that calls this finds them.
    public static Files onClassPath(String root) {
        var caller = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .getCallerClass()
                .getClassLoader();
        return onClassPath(root, caller == null ? ClassLoader.getSystemClassLoader() : caller);
    }

    /// As [#onClassPath(String)], as this class loader finds them.
    public static Files onClassPath(String root, ClassLoader loader) {
        if (!FileTree.isPlain(root)) {
            throw new IllegalArgumentException(
                    "root '%s' (expected: plain names with '/' between them)".formatted(root));
        }
        return new Files(new Resources(loader, root), false, "no-cache");
    }

    /// With pages that list directories which have no index, up to 10,000 names each.
    ///
    /// @throws IllegalStateException on the class path, whose jars need not know their directories
    public Files listing() {
        if (tree instanceof Resources) {
            throw new IllegalStateException("a listing of the class path (expected: of a directory)");
        }
        return new Files(tree, true, caching);
    }

    /// For how long clients and caches may use a file without asking; zero, the default, means ask each
    /// time.
    public Files caching(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("caching %s (expected: >= 0)".formatted(time));
        }
        return new Files(tree, listing, time.isZero() ? "no-cache" : "public, max-age=" + time.toSeconds());
    }

    @Override
    public Response handle(Request request) throws Exception {
        return Blocking.call(() -> answer(request, request.variable("path")));
    }

    private Response answer(Request request, String path) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try {
                return path.isEmpty() || path.endsWith("/") ? folder(request, path) : named(request, path);
            } catch (FileTree.ChangedException _) {
                // replaced between finding and opening: the next try finds what is there now
            } catch (AccessDeniedException e) {
                throw none().exception(e);
            }
        }
        throw Problem.unavailable("The file is being replaced.", Duration.ofSeconds(1))
                .exception();
    }

    private static Problem none() {
        return Problem.notFound("There is no such file.");
    }

    private Response folder(Request request, String path) throws IOException {
        String name = path.isEmpty() ? "" : path.substring(0, path.length() - 1);
        if (!path.isEmpty() && !FileTree.isPlain(name)) {
            throw none().exception();
        }
        if (tree.find(path + INDEX) instanceof Found.File index) {
            return file(request, index, path + INDEX);
        }
        if (listing && tree.find(name) instanceof Found.Folder folder) {
            return FileListing.of(folder.names().list());
        }
        throw none().exception();
    }

    private Response named(Request request, String path) throws IOException {
        if (!FileTree.isPlain(path)) {
            throw none().exception();
        }
        var found = tree.find(path);
        if (found instanceof Found.File file) {
            return file(request, file, path);
        }
        if (found instanceof Found.Folder || tree.find(path + "/" + INDEX) != null) {
            return withSlash(request);
        }
        throw none().exception();
    }

    /// Relative to where the client is, which a gateway or a [StripPrefix] may call otherwise than this
    /// request does.
    private static Response withSlash(Request request) {
        String path = request.path();
        String query = request.target().substring(path.length());
        return Response.of(301).with("Location", "./" + path.substring(path.lastIndexOf('/') + 1) + "/" + query);
    }

    private Response file(Request request, Found.File plain, String path) throws IOException {
        var packed = new LinkedHashMap<String, Found.File>();
        for (var variant : VARIANTS) {
            if (tree.find(path + variant.ending()) instanceof Found.File file) {
                packed.put(variant.coding(), file);
            }
        }
        var headers = Headers.of(
                "Content-Type", MediaTypes.of(path), "X-Content-Type-Options", "nosniff", "Cache-Control", caching);
        if (packed.isEmpty()) {
            return content(request, plain, headers);
        }
        headers = Vary.on("Accept-Encoding", headers);
        var coding = AcceptEncoding.best(packed.keySet(), request.headers());
        return coding == null
                ? content(request, plain, headers)
                : content(
                        request, Objects.requireNonNull(packed.get(coding)), headers.with("Content-Encoding", coding));
    }

    private static Response content(Request request, Found.File file, Headers type) throws IOException {
        var now = Conditions.Validators.of(tag(file, type), file.modified());
        var headers = type.with(now.headers());
        var unchanged = Conditions.check(request, now);
        if (unchanged.isPresent()) {
            return unchanged.get().with(headers.without("Content-Type").without("Content-Encoding"));
        }
        headers = headers.with("Accept-Ranges", "bytes");
        return switch (Asked.of(request, now, file.length())) {
            case Asked.Whole() -> new Response(200, headers, body(request, file, new ByteRange(0, file.length() - 1)));
            case Asked.Part(var range) ->
                new Response(206, headers.with("Content-Range", range.of(file.length())), body(request, file, range));
            case Asked.Nothing() ->
                throw Problem.of(416, "RangeNotSatisfiable", "The file has no such part.")
                        .with("Content-Range", "bytes */" + file.length())
                        .exception();
        };
    }

    /// Another for each coding.
    private static String tag(Found.File file, Headers headers) {
        String coding = headers.find("Content-Encoding");
        return coding == null ? "\"%s\"".formatted(file.version()) : "\"%s-%s\"".formatted(file.version(), coding);
    }

    private static Body body(Request request, Found.File file, ByteRange range) throws IOException {
        var length = OptionalLong.of(range.length());
        if (request.method().equals("HEAD")) {
            return Body.from(InputStream.nullInputStream(), length);
        }
        var content = file.content().open(range.first());
        if (range.length() > AT_ONCE) {
            return Body.from(new OffLoopStream(content, request.path(), range.length()), length);
        }
        try (content) {
            byte[] bytes = content.readNBytes((int) range.length());
            if (bytes.length < range.length()) {
                throw new FileTree.ChangedException(request.path(), null);
            }
            return Body.of(bytes);
        }
    }

    /// A coding, and how the names of files in it end; the best is first.
    private record Variant(String coding, String ending) {}
}
