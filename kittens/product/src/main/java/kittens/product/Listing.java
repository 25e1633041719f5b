package kittens.product;

import dev.margay.http.Problem;
import dev.margay.http.Query;
import dev.margay.sql.SqlText;
import java.util.List;
import java.util.Set;

/// Which kittens a request asks for, in which order, from where on. Immutable.
///
/// @param request sort and filter as the request has them, which its cursors repeat
/// @param after the values of [#sort()] of the last kitten that was seen; empty at the start
record Listing(Cursor.Request request, Sort sort, List<Condition> filter, List<Object> after, int size) {

    private static final String SORT = "name";
    private static final int SIZE = 20;
    private static final int LARGEST = 100;
    private static final Set<String> PARAMETERS = Set.of("page_size", "cursor", "sort", "filter");

    Listing {
        filter = List.copyOf(filter);
        after = List.copyOf(after);
    }

    /// @throws dev.margay.http.ProblemException 400 naming the parameter that is wrong
    static Listing of(Query query) {
        refuseRepeated(query);
        var request = new Cursor.Request(
                query.first("sort").orElse(SORT), query.first("filter").orElse(""));
        var sort = Sort.parse(request.sort());
        List<Condition> filter = query.first("filter").map(Filter::parse).orElse(List.of());
        List<Object> after = query.first("cursor")
                .map(text -> Cursor.read(text, request, sort))
                .orElse(List.of());
        return new Listing(
                request,
                sort,
                filter,
                after,
                query.number("page_size", 1, LARGEST).orElse(SIZE));
    }

    private static void refuseRepeated(Query query) {
        for (var name : PARAMETERS) {
            long times = query.parameters().stream()
                    .filter(one -> one.name().equals(name))
                    .count();
            if (times > 1) {
                throw Problem.badRequest("%s: given %d times (expected: once)".formatted(name, times))
                        .at(name)
                        .exception();
            }
        }
    }

    /// For `where`.
    SqlText condition() {
        var text = SqlText.of("1 = 1");
        for (var condition : filter) {
            text = text.plus("and").plus(condition.sql());
        }
        return after.isEmpty() ? text : text.plus("and").plus(sort.after(after));
    }

    /// For `order by`.
    SqlText order() {
        return sort.sql();
    }

    /// Where the page after this kitten begins.
    String cursorAfter(Kitten last) {
        return Cursor.write(request, sort.values(last));
    }
}
