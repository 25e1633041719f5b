package dev.margay.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One HTTP request, as a server receives it or a client sends it. Immutable, but for a body that can be read once.
///
/// The path is as it stands in the request target: percent-encoded, with its leading slash. Path variables and query
/// parameters are decoded where they are read.
public final class Request {

    private final String method;
    private final String target;
    private final Headers headers;
    private final Body body;
    private final String remote;
    private final Routes.@Nullable Match match;
    private final List<Object> attached;

    private Request(Parts parts) {
        this.method = parts.method;
        this.target = parts.target;
        this.headers = parts.headers;
        this.body = parts.body;
        this.remote = parts.remote;
        this.match = parts.match;
        this.attached = parts.attached;
    }

    /// A request of the given method for a target such as `/v1/kittens?page_size=20`, without headers and body.
    ///
    /// A client also takes an absolute target, `http://127.0.0.1:8081/v1/users`.
    public static Request of(String method, String target) {
        return new Parts(method, target, Headers.empty(), Body.empty(), "", null, List.of()).request();
    }

    public static Request get(String target) {
        return of("GET", target);
    }

    public static Request post(String target, Body body) {
        return of("POST", target).with(body);
    }

    /// In upper case as received; compared exactly (RFC 9110 section 9.1).
    public String method() {
        return method;
    }

    /// Path and query as they stand in the request line.
    public String target() {
        return target;
    }

    /// The part of the target before `?`.
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /// The decoded parameters after `?`.
    public Query query() {
        int start = target.indexOf('?');
        return start < 0 ? Query.empty() : Query.parse(target.substring(start + 1));
    }

    public Headers headers() {
        return headers;
    }

    public Body body() {
        return body;
    }

    /// Which of these types of content is the most welcome, by `Accept`; the first of equals, empty if none is.
    ///
    /// @param types in lower case, without parameters
    public Optional<String> preferred(List<String> types) {
        return Accept.of(this).best(types);
    }

    /// Address of the peer, for example `127.0.0.1:49152`; empty where there is none.
    public String remote() {
        return remote;
    }

    /// Address of the peer without its port, for example `127.0.0.1` or `2001:db8::1`; empty where there is none.
    public String remoteHost() {
        int colon = remote.lastIndexOf(':');
        var host = colon < 0 ? remote : remote.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /// The route that will answer, once it was looked up.
    public Optional<Routes.Match> match() {
        return Optional.ofNullable(match);
    }

    /// The decoded value of a variable of the route's path, such as `id` of `/v1/kittens/{id}`.
    ///
    /// @throws IllegalArgumentException if the route has no such variable, which is a mistake of the program
    public String variable(String name) {
        if (match == null) {
            throw new IllegalArgumentException("path variable '%s' of a request without a route".formatted(name));
        }
        return match.variable(name);
    }

    /// What a middleware found out, for those behind it: the value of this type that was attached last.
    public <T> Optional<T> attached(Class<T> type) {
        return attached.stream().filter(type::isInstance).findFirst().map(type::cast);
    }

    /// This request with one more value for those behind: found by its type, so best a record of its own.
    public Request attach(Object value) {
        var more = new ArrayList<Object>(attached.size() + 1);
        more.add(value);
        more.addAll(attached);
        return new Parts(method, target, headers, body, remote, match, List.copyOf(more)).request();
    }

    public Request with(Headers replaced) {
        return new Parts(method, target, replaced, body, remote, match, attached).request();
    }

    /// This request with exactly one header of this name.
    public Request with(String header, String value) {
        return with(headers.with(header, value));
    }

    public Request with(Body replaced) {
        return new Parts(method, target, headers, replaced, remote, match, attached).request();
    }

    /// This request for another target; its route is looked up anew.
    public Request withTarget(String replaced) {
        return new Parts(method, replaced, headers, body, remote, null, attached).request();
    }

    public Request withRemote(String address) {
        return new Parts(method, target, headers, body, address, match, attached).request();
    }

    public Request with(Routes.Match found) {
        return new Parts(method, target, headers, body, remote, found, attached).request();
    }

    @Override
    public String toString() {
        return method + " " + Shown.of(target);
    }

    /// All parts at once, as a decoder has them: one object where the withers would make four.
    public record Parts(
            String method,
            String target,
            Headers headers,
            Body body,
            String remote,
            Routes.@Nullable Match match,
            List<Object> attached) {

        public Request request() {
            return new Request(this);
        }
    }
}
