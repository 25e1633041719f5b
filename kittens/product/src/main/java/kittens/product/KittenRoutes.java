package kittens.product;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.margay.http.Problem;
import dev.margay.http.ProblemException;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.security.Bearer;
import dev.margay.validation.Validator;
import dev.margay.web.Conditions;
import dev.margay.web.Conditions.Validators;
import dev.margay.web.EntityTags;
import java.util.List;
import java.util.stream.Collectors;
import kittens.product.Catalogue.Change;
import kittens.product.Catalogue.Seen;
import org.jspecify.annotations.Nullable;

/// Kittens over HTTP: read by everybody, written by administrators.
final class KittenRoutes {

    private static final String ONE = "/v1/kittens/{id}";
    private static final String ALL = "/v1/kittens";

    private final Catalogue catalogue;
    private final Validator<Draft> validator = Validator.of(Draft.class);

    KittenRoutes(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /// Some kittens, and where the next page begins.
    ///
    /// @param nextCursor null if this is the last page
    record Page(
            List<Kitten> kittens,
            @JsonProperty("next_cursor") @Nullable String nextCursor) {}

    /// @param bearer checks tokens; who only reads needs none, and so an expired one is no hindrance
    List<Route> all(Bearer bearer) {
        var administrators = Bearer.role("admin");
        return List.of(
                Route.get(ALL, this::list).about(Abouts.LIST),
                Route.get(ONE, this::show).about(Abouts.SHOW),
                Route.post(ALL, Draft.class, this::add).about(Abouts.ADD).with(bearer, administrators),
                Route.put(ONE, Draft.class, this::replace).about(Abouts.REPLACE).with(bearer, administrators),
                Route.patch(ONE, this::patch).about(Abouts.PATCH).with(bearer, administrators),
                Route.delete(ONE, this::remove).about(Abouts.REMOVE).with(bearer, administrators));
    }

    private Response list(Request request) {
        var listing = Listing.of(request.query());
        var kittens = catalogue.list(listing, listing.size() + 1);
        if (kittens.size() <= listing.size()) {
            return Response.json(new Page(kittens, null));
        }
        var page = kittens.subList(0, listing.size());
        return Response.json(new Page(page, listing.cursorAfter(page.getLast())));
    }

    private Response show(Request request) {
        var kitten = catalogue.find(id(request)).orElseThrow(KittenRoutes::unknown);
        return Conditions.check(request, Validators.of(tag(kitten.version())))
                .orElseGet(() -> tagged(Response.json(kitten), kitten));
    }

    private Response add(Request request, Draft draft) {
        var kitten = made(catalogue.add(draft.offer()));
        return tagged(Response.created(ALL + "/" + kitten.id(), kitten), kitten);
    }

    private Response replace(Request request, Draft draft) {
        var seen = seen(Conditions.requireIfMatch(request));
        var offer = draft.offer();
        return answer(catalogue.change(id(request), seen, _ -> offer));
    }

    private Response patch(Request request) throws Exception {
        var seen = seen(Conditions.requireIfMatch(request));
        var patch = Patch.parse(request.body().bytes());
        return answer(catalogue.change(
                id(request), seen, offer -> valid(patch.over(offer)).offer()));
    }

    /// The draft, if nothing is wrong with it: what a typed route does with its body.
    private Draft valid(Draft draft) {
        var violations = validator.violations(draft);
        if (violations.isEmpty()) {
            return draft;
        }
        var problem = Problem.of(400, "Invalid", "The patched kitten would have values that are not allowed.");
        for (var violation : violations) {
            problem = problem.and(new Problem.Detail(violation.code(), violation.message(), violation.target()));
        }
        throw problem.exception();
    }

    private Response remove(Request request) {
        var seen = Conditions.ifMatch(request).map(KittenRoutes::seen).orElse(Seen.ANY);
        made(catalogue.remove(id(request), seen));
        return Response.noContent();
    }

    private static Response answer(Change change) {
        var kitten = made(change);
        return tagged(Response.json(kitten), kitten);
    }

    private static Kitten made(Change change) {
        return switch (change) {
            case Change.Made(var kitten) -> kitten;
            case Change.Unknown() -> throw unknown();
            case Change.Stale(var version) ->
                throw Problem.of(
                                412,
                                "VersionConflict",
                                "The kitten has changed: it is at version %d.".formatted(version))
                        .at("If-Match")
                        .with("ETag", tag(version))
                        .exception();
            case Change.SkuTaken(var sku) ->
                throw Problem.conflict("SkuTaken", "There is a kitten with the sku '%s'.".formatted(sku))
                        .at("sku")
                        .exception();
        };
    }

    private static Response tagged(Response response, Kitten kitten) {
        return response.with("ETag", tag(kitten.version()));
    }

    /// Version 3 is `"3"`; in an answer that was compressed on its way `W/"3"`, the same version.
    private static String tag(long version) {
        return "\"" + version + "\"";
    }

    private static Seen seen(EntityTags tags) {
        var versions = tags.values().stream()
                .filter(value -> value.matches("[1-9][0-9]{0,17}"))
                .map(Long::parseLong)
                .collect(Collectors.toSet());
        return new Seen(tags.any(), versions);
    }

    /// The kitten's id, if the path has anything that could be one.
    private static String id(Request request) {
        var id = request.variable("id");
        if (!Ids.possible(id)) {
            throw unknown();
        }
        return id;
    }

    private static ProblemException unknown() {
        return Problem.notFound("There is no such kitten.").exception();
    }
}
