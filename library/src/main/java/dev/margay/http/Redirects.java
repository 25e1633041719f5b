package dev.margay.http;

import java.util.ArrayList;

/// Where a request goes that is almost right.
final class Redirects {

    private Redirects() {}

    /// To the path without `//` and dot segments (RFC 3986 section 5.2.4).
    static Response cleaned(Request request) {
        return moved(request, clean(request.path()));
    }

    /// To the path with one more slash at its end.
    static Response slashed(Request request) {
        return moved(request, request.path() + "/");
    }

    private static Response moved(Request request, String path) {
        String query = request.target().substring(request.path().length());
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return Response.of(reads ? 301 : 308).with("Location", Percent.reference(path + query));
    }

    /// Whether a path has an empty segment before its end, or a dot segment.
    static boolean isUnclean(String path) {
        int length = path.length();
        for (int i = 0; i + 1 < length; i++) {
            if (path.charAt(i) == '/' && (path.charAt(i + 1) == '/' || isDots(path, i + 1))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDots(String path, int from) {
        int to = from;
        while (to < path.length() && path.charAt(to) == '.') {
            to++;
        }
        return to - from > 0 && to - from <= 2 && (to == path.length() || path.charAt(to) == '/');
    }

    private static boolean endsInDots(String path) {
        return path.endsWith("/.") || path.endsWith("/..");
    }

    static String clean(String path) {
        var kept = new ArrayList<String>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                if (!kept.isEmpty()) {
                    kept.removeLast();
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.add(segment);
            }
        }
        boolean directory = !kept.isEmpty() && (path.endsWith("/") || endsInDots(path));
        return "/" + String.join("/", kept) + (directory ? "/" : "");
    }
}
