package kittens.product;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.margay.context.Principal;
import dev.margay.http.Problem;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Route;
import dev.margay.http.Shown;
import dev.margay.security.Bearer;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import kittens.product.Orders.Placing;
import kittens.product.Orders.Wish;

/// Orders over HTTP: placed by whoever has a token, seen by their customer and by administrators.
final class OrderRoutes {

    private static final String ALL = "/v1/orders";
    private static final String KEY = "Idempotency-Key";
    private static final Pattern KEYS = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final Orders orders;

    OrderRoutes(Orders orders) {
        this.orders = orders;
    }

    /// What somebody wants to buy.
    record Purchase(
            @NotBlank @JsonProperty("kitten_id") String kittenId,
            @NotNull @Min(1) @Max(100) Long quantity) {}

    List<Route> all(Bearer bearer) {
        var anybody = Bearer.authenticated();
        return List.of(
                Route.post(ALL, Purchase.class, this::place).about(Abouts.PLACE).with(bearer, anybody),
                Route.get(ALL + "/{id}", this::show).about(Abouts.SHOW_ORDER).with(bearer, anybody));
    }

    private Response place(Request request, Purchase body) {
        var wish = wish(request, body);
        return switch (Ids.possible(wish.kittenId()) ? orders.place(wish) : new Placing.UnknownKitten()) {
            case Placing.Placed(var order) -> Response.created(ALL + "/" + order.id(), order);
            case Placing.UnknownKitten() ->
                throw Problem.notFound("There is no such kitten.")
                        .at("kitten_id")
                        .exception();
            case Placing.OutOfStock() ->
                throw Problem.conflict("OutOfStock", "There are not as many of this kitten.")
                        .at("quantity")
                        .exception();
            case Placing.KeyReused() ->
                throw Problem.of(422, "IdempotencyKeyReused", "This key was used for another order.")
                        .at(KEY)
                        .exception();
        };
    }

    private static Wish wish(Request request, Purchase body) {
        var key = key(request);
        return new Wish(customer(Bearer.caller()), body.kittenId(), body.quantity(), key);
    }

    private static Wish.Customer customer(Principal caller) {
        return new Wish.Customer(
                caller.id(),
                caller.text("email").orElse(""),
                caller.text("name").orElse(""));
    }

    /// The key under which the order is to be remembered; empty without one.
    private static String key(Request request) {
        var keys = request.headers().all(KEY);
        if (keys.isEmpty()) {
            return "";
        }
        if (keys.size() > 1 || !KEYS.matcher(keys.getFirst()).matches()) {
            throw Problem.badRequest("%s: '%s' (expected: once, 1 to 255 visible ASCII characters)"
                            .formatted(KEY, Shown.of(String.join(", ", keys))))
                    .at(KEY)
                    .exception();
        }
        return keys.getFirst();
    }

    private Response show(Request request) {
        return Response.json(visible(request.variable("id"), Bearer.caller())
                .orElseThrow(() -> Problem.notFound("There is no such order.").exception()));
    }

    private Optional<Order> visible(String id, Principal caller) {
        if (!Ids.possible(id)) {
            return Optional.empty();
        }
        return caller.has("admin") ? orders.find(id) : orders.find(id, caller.id());
    }
}
