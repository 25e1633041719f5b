package dev.margay.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Values that middleware leaves in a request.
final class AttachedTest {

    private record Name(String text) {}

    private record Age(int years) {}

    @Test
    void aValueIsFoundByItsType() {
        var request = Request.get("/").attach(new Name("Tom")).attach(new Age(3));

        assertThat(request.attached(Name.class)).contains(new Name("Tom"));
        assertThat(request.attached(Age.class)).contains(new Age(3));
        assertThat(request.attached(Record.class)).contains(new Age(3));
        assertThat(request.attached(String.class)).isEmpty();
        assertThat(Request.get("/").attached(Name.class)).isEmpty();
    }

    @Test
    void theLastOfATypeCounts() {
        var first = Request.get("/").attach(new Name("Tom"));
        var second = first.attach(new Name("Felix"));

        assertThat(second.attached(Name.class)).contains(new Name("Felix"));
        assertThat(first.attached(Name.class)).contains(new Name("Tom"));
    }

    @Test
    void itStaysWhenTheRequestChanges() throws Exception {
        var request = Request.get("/a").attach(new Name("Tom"));
        var routes = new Routes()
                .get(
                        "/{x}",
                        found -> Response.text(
                                found.attached(Name.class).orElseThrow().text()));

        assertThat(routes.handle(request).body().text()).isEqualTo("Tom");
        var changed = request.withTarget("/b").withRemote("x").with("A", "b").with(Body.empty());
        assertThat(changed.attached(Name.class)).contains(new Name("Tom"));
    }
}
