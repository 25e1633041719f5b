package kittens.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.margay.http.Problem;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Route.About;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.RawValue;

/// Search over HTTP: `POST /v1/search` (on this port also `POST /`) and `GET /v1/search?q=`.
final class SearchRoutes {

    private static final int PAGE = 20;
    private static final int LARGEST_PAGE = 100;
    private static final int LONGEST = 256;

    private static final About.Parameter.Place QUERY = About.Parameter.Place.QUERY;
    private static final About SEARCH = About.says("Looks for kittens by words of their name, breed and sku.")
            .answers(200, "A page of those that fit, the best first.", Found.class)
            .refuses(400, "BadRequest", "A parameter is malformed: `target` names it.");

    private final Index index;

    SearchRoutes(Index index) {
        this.index = index;
    }

    List<Route> all() {
        return List.of(
                Route.post("/", Criteria.class, this::search).about(SEARCH),
                Route.post("/v1/search", Criteria.class, this::search).about(SEARCH),
                Route.get("/v1/search", this::get)
                        .about(SEARCH.with(new About.Parameter(QUERY, "q", String.class, "What is looked for.", true))
                                .query("page_size", Integer.class, "How many at most: 1 to 100, 20 without it.")
                                .query("cursor", String.class, "The `next_cursor` of the page before.")));
    }

    private Answer search(Criteria criteria) throws Exception {
        int size = criteria.pageSize == null ? PAGE : criteria.pageSize;
        var after = Optional.ofNullable(criteria.cursor).map(text -> Cursor.parse(text, criteria.query));
        var found = index.search(criteria.query, size, after);
        return new Answer(
                found.kittens().stream().map(RawValue::new).toList(),
                found.next().orElse(null));
    }

    private Response get(Request request) throws Exception {
        var query = request.query();
        String words = query.first("q").filter(text -> !text.isBlank()).orElseThrow(() -> refused("missing or blank"));
        if (words.length() > LONGEST) {
            throw refused("of %d characters".formatted(words.length()));
        }
        var size = query.number("page_size", 1, LARGEST_PAGE).orElse(PAGE);
        return Response.json(
                search(new Criteria(words, size, query.first("cursor").orElse(null))));
    }

    private static RuntimeException refused(String found) {
        return Problem.badRequest("q: %s (expected: 1 to %d characters)".formatted(found, LONGEST))
                .at("q")
                .exception();
    }

    /// What is looked for.
    record Criteria(
            @NotBlank @Size(max = LONGEST) String query,

            @JsonProperty("page_size") @Min(1) @Max(LARGEST_PAGE) @Nullable
            Integer pageSize,

            @Nullable String cursor) {}

    /// What was found, as its document has it: [Answer] passes on what product tells of each kitten.
    private record Found(
            List<FoundKitten> kittens,
            @JsonProperty("next_cursor") @Nullable String nextCursor) {}

    /// A kitten as product tells of it.
    private record FoundKitten(
            String id,
            @JsonUnwrapped Offer offer,
            long version,
            @JsonProperty("updated_at") Instant updatedAt) {}

    /// What product sells.
    ///
    /// @param weight in grams
    /// @param price in cents
    private record Offer(
            String sku,
            String name,
            String breed,
            long weight,
            long price,
            @JsonProperty("stock_count") long stockCount) {}

    /// What was found.
    record Answer(
            List<RawValue> kittens,
            @JsonProperty("next_cursor") @Nullable String nextCursor) {}
}
