package dev.margay;

import dev.margay.http.Route;
import dev.margay.http.Routes;
import dev.margay.observe.Health;
import dev.margay.observe.HealthRoutes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// What a service answers on each of its two ports.
final class Tables {

    private Tables() {}

    /// The program's own routes, those of health that it has none for, and what describes them all.
    static Routes open(List<Route> own, Health health, UnaryOperator<List<Route>> documentation) {
        var all = new ArrayList<>(own);
        for (var route : new HealthRoutes(health).open()) {
            if (own.stream().noneMatch(mine -> mine.template().equals(route.template()))) {
                all.add(route);
            }
        }
        var table = new Routes();
        all.forEach(table::add);
        documentation.apply(all).forEach(table::add);
        return table;
    }

    @SafeVarargs
    static Routes admin(List<Route>... all) {
        var table = new Routes();
        for (var routes : all) {
            routes.forEach(table::add);
        }
        return table;
    }
}
