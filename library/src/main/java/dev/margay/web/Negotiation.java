package dev.margay.web;

import dev.margay.http.Body;
import dev.margay.http.Handler;
import dev.margay.http.Headers;
import dev.margay.http.Middleware;
import dev.margay.http.Problem;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.json.Codec;
import dev.margay.json.JsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lets handlers that speak JSON take and give other notations too, as a request's `Content-Type` and
/// `Accept` say (RFC 9110 section 12.5.1). Safe for many threads.
///
/// What is not said, or said to be as welcome, is JSON. Answers say in `Vary` that they depend on
/// `Accept`; errors are JSON always. Bodies that are streamed stay as they are.
public final class Negotiation implements Middleware {

    private static final String JSON = "application/json";

    private final List<Codec> codecs;
    private final List<String> types = new ArrayList<>();

    private Negotiation(List<Codec> codecs) {
        this.codecs = codecs;
        types.add(JSON);
        codecs.forEach(codec -> types.add(codec.mediaType()));
    }

    /// JSON and these.
    public static Negotiation of(Codec... besidesJson) {
        return new Negotiation(List.of(besidesJson));
    }

    /// For a typed route that answers in these types beside JSON, such as `text/event-stream`: who
    /// accepts one of them is not refused.
    public static Middleware giving(String... besidesJson) {
        var given = List.of(besidesJson);
        return next ->
                request -> next.handle(request.preferred(given).isPresent() ? request.with("Accept", "*/*") : request);
    }

    @Override
    public Handler around(Handler next) {
        return request -> answer(request, next);
    }

    private Response answer(Request request, Handler next) throws Exception {
        var chosen = chosen(request.headers().find("Accept"), request);
        var inJson = inJson(request);
        var response = next.handle(chosen.isEmpty() ? inJson : inJson.with("Accept", JSON));
        if (!JSON.equals(typeOf(response.headers()))) {
            return response;
        }
        var varying = Vary.on("Accept", response.headers());
        if (chosen.isEmpty() || !(response.body() instanceof Body.Bytes(byte[] content)) || content.length == 0) {
            return response.with(varying);
        }
        var body = Body.of(chosen.get().fromJson(content));
        return new Response(response.status(), as(chosen.get(), varying), body);
    }

    /// Empty for JSON, and where nothing fits: that is for the handler to say.
    private Optional<Codec> chosen(@Nullable String accept, Request request) {
        if (accept == null || accept.equals("*/*") || accept.equals(JSON)) {
            return Optional.empty();
        }
        return request.preferred(types).flatMap(this::codec);
    }

    private Optional<Codec> codec(String type) {
        return codecs.stream().filter(codec -> codec.mediaType().equals(type)).findFirst();
    }

    private Request inJson(Request request) {
        var type = typeOf(request.headers());
        var codec = type.isEmpty() || type.equals(JSON) ? Optional.<Codec>empty() : codec(type);
        if (codec.isEmpty() || !(request.body() instanceof Body.Bytes(byte[] content))) {
            return request;
        }
        try {
            return request.with(Body.of(codec.get().toJson(content)))
                    .with(request.headers().without("Content-Length").with("Content-Type", JSON));
        } catch (JsonException e) {
            throw Problem.of(400, "MalformedContent", e.explanation()).exception(e);
        }
    }

    /// The tag is now of two representations, so it is a weak one (RFC 9110 section 8.8.1).
    private static Headers as(Codec codec, Headers headers) {
        var changed = headers.without("Content-Length").with("Content-Type", codec.mediaType());
        String tag = headers.find("ETag");
        return tag == null || tag.startsWith("W/") ? changed : changed.with("ETag", "W/" + tag);
    }

    private static String typeOf(Headers headers) {
        String type = headers.find("Content-Type");
        if (type == null || type.equals(JSON)) {
            return type == null ? "" : type;
        }
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
