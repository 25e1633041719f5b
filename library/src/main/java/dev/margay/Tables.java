package dev.margay;

import dev.margay.http.Route;
import dev.margay.http.Routes;
import dev.margay.observe.Health;
import dev.margay.observe.HealthRoutes;
import java.util.List;

/// What a service answers on each of its two ports.
final class Tables {

    private Tables() {}

    /// The program's own routes, and those of health that it has none for.
    static Routes open(List<Route> own, Health health) {
        var table = new Routes();
        own.forEach(table::add);
        for (var route : new HealthRoutes(health).open()) {
            if (own.stream().noneMatch(mine -> mine.template().equals(route.template()))) {
                table.add(route);
            }
        }
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
