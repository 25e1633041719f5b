package dev.margay.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.http.Body;
import dev.margay.http.Request;
import dev.margay.http.Response;
import dev.margay.http.Routes;
import dev.margay.json.Json;
import dev.margay.messaging.DeadLetters;
import dev.margay.messaging.DeadLetters.Counts;
import dev.margay.messaging.DeadLetters.Letter;
import dev.margay.messaging.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class DeadLetterRoutesTest {

    private final Box box = new Box();
    private final Routes routes = new Routes();

    {
        DeadLetterRoutes.of(Map.of("mail", box)).forEach(routes::add);
    }

    /// Dead letters that are numbered from 1 in the order they were put in.
    private static final class Box implements DeadLetters {

        private final List<Letter> letters = new ArrayList<>();
        private final List<String> discardedBy = new ArrayList<>();
        private long before;
        private boolean closed;

        void put(String id) {
            var message = Message.ofJson("{}").id(id);
            var counts = new Counts(1, 0, 1, 0, 0);
            letters.add(new Letter(
                    before + letters.size() + 1, "mail", message, "poison", Instant.EPOCH, counts, List.of()));
        }

        @Override
        public long count() {
            return letters.size();
        }

        @Override
        public List<Letter> list(long after, int most) {
            return letters.stream()
                    .filter(letter -> letter.number() > after)
                    .limit(most)
                    .toList();
        }

        @Override
        public Optional<Letter> get(String id) {
            return letters.stream()
                    .filter(letter -> letter.message().id().equals(id))
                    .findFirst();
        }

        @Override
        public int redrive(List<String> ids) {
            if (closed) {
                throw new RedriveRefusedException("no way back");
            }
            return removed(ids);
        }

        private int removed(List<String> ids) {
            int before = letters.size();
            letters.removeIf(letter -> ids.contains(letter.message().id()));
            return before - letters.size();
        }

        @Override
        public int discard(List<String> ids, String by) {
            discardedBy.add(by);
            return removed(ids);
        }
    }

    private Response ask(Request request) throws Exception {
        return new Errors().around(routes).handle(request);
    }

    private static JsonNode json(Response response) throws Exception {
        return Json.read(response.body().bytes(), JsonNode.class);
    }

    @Test
    void lettersAreCountedAndListedFromWhereOneLeftOff() throws Exception {
        box.put("m-1");
        box.put("m-2");

        assertThat(json(ask(Request.get("/deadletters")))
                        .get("deadletters")
                        .get("mail")
                        .intValue())
                .isEqualTo(2);
        var rest = json(ask(Request.get("/deadletters/mail?after=1"))).get("deadletters");
        assertThat(rest.size()).isEqualTo(1);
        assertThat(rest.get(0).get("message").get("id").stringValue()).isEqualTo("m-2");
    }

    @Test
    void lettersArePutBackByTheirIds() throws Exception {
        box.put("m-1");
        box.put("m-2");

        var answer = ask(Request.post("/deadletters/mail/redrive", Body.of("{\"ids\": [\"m-1\", \"m-9\"]}")));

        assertThat(json(answer).get("redriven").intValue()).isEqualTo(1);
        assertThat(box.list(10)).extracting(letter -> letter.message().id()).containsExactly("m-2");
    }

    @Test
    void numbersMayBeAnyThatAStoreHandsOut() throws Exception {
        box.before = 1L << 40;
        box.put("m-1");
        box.put("m-2");

        var rest = json(ask(Request.get("/deadletters/mail?after=" + (box.before + 1))));

        assertThat(rest.get("deadletters").size()).isEqualTo(1);
        assertThat(ask(Request.get("/deadletters/mail?after=9223372036854775808"))
                        .status())
                .isEqualTo(400);
        assertThat(ask(Request.get("/deadletters/mail?after=-1")).status()).isEqualTo(400);
    }

    @Test
    void lettersAreGivenUpByTheirIdsAndSomebody() throws Exception {
        box.put("m-1");
        box.put("m-2");

        var answer = ask(Request.post("/deadletters/mail/discard", Body.of("{\"ids\": [\"m-1\"], \"by\": \"Nic\"}")));

        assertThat(json(answer).get("discarded").intValue()).isEqualTo(1);
        assertThat(box.list(10)).extracting(letter -> letter.message().id()).containsExactly("m-2");
        assertThat(box.discardedBy).containsExactly("Nic");
        assertThat(ask(Request.post("/deadletters/mail/discard", Body.of("{\"ids\": [\"m-2\"]}")))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whereThereIsNoWayBackTheAnswerSaysWhy() throws Exception {
        box.closed = true;

        var answer = ask(Request.post("/deadletters/mail/redrive", Body.of("{\"ids\": [\"m-1\"]}")));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(json(answer).get("error").get("message").stringValue()).isEqualTo("no way back");
    }

    @Test
    void anUnknownSourceIsNotFoundAndBadInputIsRefused() throws Exception {
        assertThat(ask(Request.get("/deadletters/other")).status()).isEqualTo(404);
        assertThat(ask(Request.get("/deadletters/mail?after=x")).status()).isEqualTo(400);
        assertThat(ask(Request.post("/deadletters/mail/redrive", Body.of("{}"))).status())
                .isEqualTo(400);
        assertThat(ask(Request.post("/deadletters/mail/redrive", Body.of("{\"ids\": [null]}")))
                        .status())
                .isEqualTo(400);
    }
}
