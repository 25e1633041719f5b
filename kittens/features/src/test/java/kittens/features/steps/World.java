package kittens.features.steps;

import io.cucumber.java.Before;
import java.util.concurrent.atomic.AtomicReference;
import kittens.features.Answer;
import kittens.features.RunningStore;
import kittens.features.Shop;
import kittens.features.Store;
import org.jspecify.annotations.Nullable;

/// What the steps of one scenario know of each other. Scenarios run one after the other.
public final class World {

    private static final AtomicReference<@Nullable World> CURRENT = new AtomicReference<@Nullable World>();

    private final Store store = RunningStore.get();
    private final Shop shop = new Shop(store);
    private Shop.@Nullable Customer customer;
    private @Nullable Answer answer;
    private @Nullable Answer session;
    private @Nullable Answer kitten;
    private @Nullable String administrator;

    /// A new world for each scenario.
    @Before
    public void begin() {
        CURRENT.set(this);
    }

    static World current() {
        return known(CURRENT.get(), "beginning");
    }

    Store store() {
        return store;
    }

    Shop shop() {
        return shop;
    }

    Shop.Customer customer() {
        return known(customer, "customer");
    }

    void customer(Shop.Customer who) {
        customer = who;
    }

    /// The last answer that a step wants to look at.
    Answer answer() {
        return known(answer, "answer");
    }

    void answer(Answer last) {
        answer = last;
    }

    Answer session() {
        return known(session, "session");
    }

    void session(Answer opened) {
        session = opened;
    }

    /// The customer's token.
    String token() {
        return session().text("token");
    }

    /// The kitten that "it" means.
    Answer kitten() {
        return known(kitten, "kitten");
    }

    void kitten(Answer it) {
        kitten = it;
    }

    String administrator() throws Exception {
        if (administrator == null) {
            administrator = shop.administratorToken();
        }
        return administrator;
    }

    private static <T> T known(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("the scenario has no " + what + " yet");
        }
        return value;
    }
}
