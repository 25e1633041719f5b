package kittens.product;

import dev.margay.http.Route.About;

/// What the routes of this service say of themselves.
final class Abouts {

    private static final About KNOWN = About.nothing().refuses(404, "NotFound", "There is no such kitten.");
    private static final About UNIQUE = About.nothing().refuses(409, "SkuTaken", "There is a kitten with this sku.");

    static final About LIST = About.says("Lists kittens, page by page.")
            .query("page_size", Integer.class, "How many at most: 1 to 100, 20 without it.")
            .query("cursor", String.class, "The `next_cursor` of the page before, with the same sort and filter.")
            .query("sort", String.class, "Fields, separated by commas; falling with a `-` in front: `-price,name`.")
            .query("filter", String.class, "Comparisons, separated by commas: `price<5000,breed=Birman`.")
            .answers(200, "A page.", KittenRoutes.Page.class)
            .refuses(400, "BadRequest", "A parameter is malformed: `target` names it.")
            .refuses(400, "InvalidSort", "`sort` is malformed or names no field.")
            .refuses(400, "InvalidFilter", "`filter` is malformed or compares no field.")
            .refuses(400, "InvalidCursor", "`cursor` is none of this list.");

    static final About SHOW = About.says("Shows a kitten.")
            .header("If-None-Match", String.class, "Versions that the caller has.")
            .answers(200, "The kitten.", Kitten.class, "ETag")
            .answers(304, "The caller has it as it is.")
            .refuses(400, "BadRequest", "`If-None-Match` is malformed.")
            .and(KNOWN);

    static final About ADD = About.says("Adds a kitten.")
            .answers(201, "The kitten.", Kitten.class, "Location", "ETag")
            .and(UNIQUE);

    private static final About CHANGE = About.nothing()
            .header("If-Match", String.class, "The version that is to be changed: its `ETag`, or `*` for any.")
            .answers(200, "The kitten, changed.", Kitten.class, "ETag")
            .refuses(400, "BadRequest", "`If-Match` is malformed.")
            .refuses(412, "VersionConflict", "The kitten has changed: `ETag` is its version now.")
            .refuses(428, "PreconditionRequired", "There is no `If-Match`.")
            .and(KNOWN)
            .and(UNIQUE);

    static final About REPLACE =
            About.says("Replaces all that is said of a kitten.").and(CHANGE);

    static final About PATCH = About.says("Changes some of what is said of a kitten, by a merge patch (RFC 7396).")
            .patches(Draft.class)
            .and(CHANGE);

    static final About REMOVE = About.says("Removes a kitten.")
            .header("If-Match", String.class, "The version that is to be removed; any without it.")
            .answers(204, "It is gone.")
            .refuses(400, "BadRequest", "`If-Match` is malformed.")
            .refuses(412, "VersionConflict", "The kitten has changed: `ETag` is its version now.")
            .and(KNOWN);

    static final About PLACE = About.says("Orders kittens.")
            .header("Idempotency-Key", String.class, "1 to 255 visible ASCII characters: the same key is one order.")
            .answers(201, "The order, also if it was placed before with this key.", Order.class, "Location")
            .refuses(400, "BadRequest", "`Idempotency-Key` is malformed.")
            .refuses(409, "OutOfStock", "There are not as many of this kitten.")
            .refuses(422, "IdempotencyKeyReused", "This key was used for another order.")
            .and(KNOWN);

    static final About SHOW_ORDER = About.says("Shows an order, to its customer and to administrators.")
            .answers(200, "The order.", Order.class)
            .refuses(404, "NotFound", "There is no such order, or none the caller may see.");

    private Abouts() {}
}
