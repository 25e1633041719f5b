package dev.margay.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class AnswerTest {
    private final Answer answer = new Answer(128);

    @Test
    void anAnswerWithALengthEndsWithItsBody() throws IOException {
        assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbo")).isFalse();
        assertThat(read("dy")).isTrue();
        assertThat(answer.isOk()).isTrue();
    }

    @Test
    void theLengthIsFoundInAnyCase() throws IOException {
        assertThat(read("HTTP/1.1 200 OK\r\ncontent-length:2\r\n\r\nhi")).isTrue();
    }

    @Test
    void aChunkedAnswerEndsWithTheLastChunk() throws IOException {
        assertThat(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nA: 0\r\n\r\n"))
                .isFalse();
        assertThat(read("2\r\nhi\r\n")).isFalse();
        assertThat(read("0\r\n\r\n")).isTrue();
    }

    @Test
    void anotherStatusIsNotOk() throws IOException {
        assertThat(read("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")).isTrue();
        assertThat(answer.isOk()).isFalse();
    }

    @Test
    void theNextAnswerStartsAfresh() throws IOException {
        read("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
        answer.clear();

        assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")).isTrue();
        assertThat(answer.isOk()).isTrue();
    }

    @Test
    void aClosedConnectionIsAnError() {
        assertThatThrownBy(() -> read("")).isInstanceOf(EOFException.class).hasMessageContaining("keep-alive");
    }

    @Test
    void anAnswerWithoutEndIsAnError() {
        assertThatThrownBy(() -> {
                    read("x".repeat(128));
                    read("x");
                })
                .hasMessageContaining("more than 128 bytes");
    }

    private boolean read(String text) throws IOException {
        return answer.read(Channels.newChannel(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII))));
    }
}
