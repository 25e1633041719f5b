package dev.margay.engine;

import dev.margay.http.Headers;
import dev.margay.http.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import java.util.BitSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the head of an HTTP/1 request must be like, beyond what Netty's decoder asks (RFC 9112).
///
/// The lines are seen as bytes, since the decoder has joined folded ones and split the first one leniently by the time
/// it hands over a request.
final class HeadRules {

    private static final byte CR = '\r';
    private static final byte LF = '\n';
    private static final BitSet NOT_IN_HOST = new BitSet();

    static {
        "/\\?#@,\"<>^`{|}".chars().forEach(NOT_IN_HOST::set);
    }

    private static final int USUAL_BYTES = 512;

    private final Limits limits;
    private byte[] copy = new byte[0];
    private boolean pastFirstLine;
    private int fields;
    private int hosts;
    private @Nullable String offence;

    HeadRules(Limits limits) {
        this.limits = limits;
        reset();
    }

    /// Before the next head.
    void reset() {
        pastFirstLine = false;
        fields = -1; // the empty line at the end is none
        hosts = 0;
        offence = null;
    }

    /// Looks at bytes of the head: whole lines, as the decoder took them.
    ///
    /// They are copied first: one check of bounds, not one for each byte.
    void see(ByteBuf bytes, int from, int to) {
        int length = to - from;
        if (copy.length < length) {
            copy = new byte[Math.max(length, USUAL_BYTES)];
        }
        bytes.getBytes(from, copy, 0, length);
        int line = 0;
        for (int at = 0; at < length; at++) {
            if (copy[at] == LF) {
                seeLine(line, at);
                line = at + 1;
            }
        }
    }

    /// The line from there to its LF.
    private void seeLine(int from, int end) {
        if (offence != null) {
            return;
        }
        if (end == from || copy[end - 1] != CR) {
            offence = "a line that ends without CR";
        } else if (pastFirstLine) {
            seeField(from, end);
        } else if (end > from + 1) {
            seeFirstLine(from, end - 1);
            pastFirstLine = true;
        }
    }

    private void seeField(int from, int end) {
        fields++;
        byte first = copy[from];
        if (first == ' ' || first == '\t') {
            offence = "a folded header line";
        } else if (first == ':') {
            offence = "a header without a name";
        } else if (end - from > 5 && isHost(from)) {
            hosts++;
        }
    }

    private boolean isHost(int at) {
        return (copy[at] | 0x20) == 'h'
                && (copy[at + 1] | 0x20) == 'o'
                && (copy[at + 2] | 0x20) == 's'
                && (copy[at + 3] | 0x20) == 't'
                && copy[at + 4] == ':';
    }

    /// Three words, one space between two of them.
    private void seeFirstLine(int from, int to) {
        int spaces = 0;
        boolean doubled = false;
        for (int at = from; at < to; at++) {
            if (copy[at] == ' ') {
                spaces++;
                doubled |= copy[at + 1] == ' ';
            }
        }
        if (copy[from] <= ' ' || spaces != 2 || doubled) {
            offence = "a request line that is not method, target and version";
        }
    }

    /// Why this request must not be served, or null.
    @Nullable
    Refused check(HttpRequest request) {
        if (offence != null) {
            return bad(offence);
        }
        if (!tokenOf(request.method().name())) {
            return bad("a method that is no token");
        }
        if (!targetOf(request.uri(), request.method().name())) {
            return bad("a malformed request target");
        }
        return checkHeaders(request, request.protocolVersion().equals(HttpVersion.HTTP_1_1));
    }

    /// The same for a request of HTTP/2, which comes in frames: what a line would be is a pseudo-header there.
    @Nullable
    static Refused checkStream(HttpServerRequest request, Headers headers, Limits limits) {
        String target = request.uri();
        if (target == null || !targetOf(target, request.method().name())) {
            return bad("a missing or malformed :path");
        }
        if (target.length() > limits.sizes().requestLine()) {
            return new Refused(414, "a target too long");
        }
        if (headers.size() > limits.sizes().headerCount()) {
            return tooManyHeaders(limits);
        }
        String length = headers.find("Content-Length");
        if (length != null && !digits(length)) {
            return bad("a malformed Content-Length");
        }
        return expectationOf(headers.find("Expect"));
    }

    private @Nullable Refused checkHeaders(HttpRequest request, boolean http11) {
        var headers = request.headers();
        if (fields > limits.sizes().headerCount()) {
            return tooManyHeaders(limits);
        }
        if (!hostOf(headers, http11)) {
            return bad("a missing, repeated or malformed Host");
        }
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        if (length != null && !digits(length)) {
            return bad("a malformed Content-Length");
        }
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING) && (!http11 || length != null || !chunked(headers))) {
            return bad("a Transfer-Encoding other than chunked");
        }
        if (headers.contains(HttpHeaderNames.UPGRADE)) {
            ignoreUpgradeToHttp2(headers);
        }
        return expectationOf(headers.get(HttpHeaderNames.EXPECT));
    }

    private static Refused tooManyHeaders(Limits limits) {
        return new Refused(431, "more than %d headers".formatted(limits.sizes().headerCount()));
    }

    private static @Nullable Refused expectationOf(@Nullable String expected) {
        return expected == null || expected.equalsIgnoreCase("100-continue")
                ? null
                : new Refused(417, "an Expect other than 100-continue");
    }

    private static boolean chunked(HttpHeaders headers) {
        var codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
    }

    /// RFC 9113 has given it up; HTTP/2 is spoken by those who know we do.
    private static void ignoreUpgradeToHttp2(HttpHeaders headers) {
        for (String protocol : headers.getAll(HttpHeaderNames.UPGRADE)) {
            if (protocol.toLowerCase(Locale.ROOT).contains("h2c")) {
                headers.remove(HttpHeaderNames.UPGRADE);
                return;
            }
        }
    }

    /// The refusal for what the decoder itself found.
    static Refused refusal(Throwable found) {
        return switch (found) {
            case Refused refused -> refused;
            case TooLongHttpLineException _ -> new Refused(414, "a request line too long");
            case TooLongHttpHeaderException _ -> new Refused(431, "headers too long");
            default -> bad(String.valueOf(found.getMessage()));
        };
    }

    private static Refused bad(String reason) {
        return new Refused(400, reason);
    }

    private boolean hostOf(HttpHeaders headers, boolean needed) {
        String host = headers.get(HttpHeaderNames.HOST);
        if (host == null) {
            return !needed;
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c <= ' ' || c >= 0x7f || NOT_IN_HOST.get(c)) {
                return false;
            }
        }
        return hosts == 1;
    }

    private static boolean targetOf(String target, String method) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                return false;
            }
        }
        return target.startsWith("/") || absolute(target) || (target.equals("*") && method.equals("OPTIONS"));
    }

    private static boolean absolute(String target) {
        return target.regionMatches(true, 0, "http://", 0, 7) || target.regionMatches(true, 0, "https://", 0, 8);
    }

    /// Path and query of a target in absolute or origin form (RFC 9112 section 3.2).
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

    private static boolean tokenOf(String method) {
        for (int i = 0; i < method.length(); i++) {
            char c = method.charAt(i);
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letter && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !method.isEmpty();
    }

    private static boolean digits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 18;
    }

    /// Why a head must not be served; travels as the reason of an invalid message. Without a stack: strangers make it.
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String reason) {
            super(reason, null, false, false);
            this.status = status;
        }

        int status() {
            return status;
        }
    }
}
