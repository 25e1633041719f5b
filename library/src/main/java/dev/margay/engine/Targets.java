package dev.margay.engine;

/// Request targets in absolute form (RFC 9112 section 3.2.2).
final class Targets {

    private Targets() {}

    static boolean absolute(String target) {
        return target.regionMatches(true, 0, "http://", 0, 7) || target.regionMatches(true, 0, "https://", 0, 8);
    }

    /// Path and query of a target in either form.
    static String origin(String target) {
        if (target.startsWith("/") || !absolute(target)) {
            return target;
        }
        int authority = target.indexOf("//") + 2;
        int path = target.indexOf('/', authority);
        int query = target.indexOf('?', authority);
        if (query >= 0 && (path < 0 || query < path)) {
            return "/" + target.substring(query);
        }
        return path < 0 ? "/" : target.substring(path);
    }
}
