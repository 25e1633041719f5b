package dev.margay.observe;

import dev.margay.http.Problem;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.messaging.DeadLetters;
import dev.margay.messaging.DeadLetters.RedriveRefusedException;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Dead letters on the admin port: how many there are, what they are, putting them back, and giving them up.
public final class DeadLetterRoutes {

    private static final int MOST = 100;

    private final Map<String, DeadLetters> sources;

    private DeadLetterRoutes(Map<String, DeadLetters> sources) {
        this.sources = new TreeMap<>(sources);
    }

    /// `GET /deadletters` counts those of each source, `GET /deadletters/{source}` lists a hundred of them, or
    /// fewer when they are large (`?after=NUMBER` goes on until there are none),
    /// `POST /deadletters/{source}/redrive` with `{"ids": [...]}` puts some back, and
    /// `POST /deadletters/{source}/discard` with `{"ids": [...], "by": "..."}` gives some up, which is on record.
    public static List<Route> of(Map<String, DeadLetters> sources) {
        var routes = new DeadLetterRoutes(sources);
        return List.of(
                Route.get("/deadletters", routes::counts),
                Route.get("/deadletters/{source}", routes::list),
                Route.post("/deadletters/{source}/redrive", Ids.class, routes::redrive),
                Route.post("/deadletters/{source}/discard", Discarded.class, routes::discard));
    }

    record Ids(@NotNull @Size(max = 1_000) List<@NotBlank String> ids) {}

    record Discarded(
            @NotNull @Size(max = 1_000) List<@NotBlank String> ids,
            @NotBlank @Size(max = 200) String by) {}

    private Response counts(Request request) {
        var counts = new LinkedHashMap<String, Long>();
        sources.forEach((name, letters) -> counts.put(name, letters.count()));
        return Response.json(Map.of("deadletters", counts));
    }

    private Response list(Request request) {
        long after = request.query().number("after", 0L, Long.MAX_VALUE).orElse(0L);
        return Response.json(Map.of("deadletters", source(request).list(after, MOST)));
    }

    private Response redrive(Request request, Ids those) {
        try {
            return Response.json(Map.of("redriven", source(request).redrive(those.ids())));
        } catch (RedriveRefusedException e) {
            throw Problem.conflict("RedriveRefused", String.valueOf(e.getMessage()))
                    .exception();
        }
    }

    private Response discard(Request request, Discarded those) {
        return Response.json(Map.of("discarded", source(request).discard(those.ids(), those.by())));
    }

    private DeadLetters source(Request request) {
        var letters = sources.get(request.variable("source"));
        if (letters == null) {
            throw Problem.notFound("There is no such source (expected: one of %s).".formatted(sources.keySet()))
                    .exception();
        }
        return letters;
    }
}
