package dev.margay.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import dev.margay.context.Call;
import dev.margay.http.Handler;
import dev.margay.http.Problem;
import dev.margay.http.Request;
import dev.margay.http.Response;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ErrorsTest {

    private final ListAppender<ILoggingEvent> records = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Errors.class);
    private final Call call = Call.begin();

    @BeforeEach
    void listen() {
        records.start();
        logger.addAppender(records);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(records);
        logger.setAdditive(true);
    }

    private Response answer(Handler handler) throws Exception {
        return call.run(() -> handler.with(new Errors()).handle(Request.get("/v1/kittens?token=secret")));
    }

    @Test
    void anUnexpectedFailureIsLoggedOnceWithItsStack() throws Exception {
        var failure = new IllegalStateException("why");

        var response = answer(_ -> {
            throw failure;
        });

        assertThat(response.status()).isEqualTo(500);
        assertThat(response.body().text()).contains(call.id().value()).doesNotContain("why");
        assertThat(records.list).hasSize(1);
        assertThat(records.list.getFirst().getLevel()).isEqualTo(Level.ERROR);
        assertThat(((ThrowableProxy) records.list.getFirst().getThrowableProxy()).getThrowable())
                .isSameAs(failure);
        assertThat(records.list.getFirst().getFormattedMessage()).isEqualTo("GET /v1/kittens failed");
    }

    @Test
    void aProblemIsAnAnswerNotALogRecord() throws Exception {
        var response = answer(_ -> {
            throw Problem.conflict("OutOfStock", "None left.").exception();
        });

        assertThat(response.status()).isEqualTo(409);
        assertThat(records.list).isEmpty();
    }

    @Test
    void whatFailsBecauseItsCallerHasGoneIsNotLogged() throws Exception {
        var response = answer(_ -> {
            call.cancellation().cancel("the peer closed the connection");
            throw new IOException("the peer closed the connection");
        });

        assertThat(response.status()).isEqualTo(499);
        assertThat(records.list).isEmpty();
    }

    @Test
    void aMistakeMadeAfterItsCallerHasGoneIsLogged() throws Exception {
        answer(_ -> {
            call.cancellation().cancel("the peer closed the connection");
            throw new NullPointerException("a mistake");
        });

        assertThat(records.list).hasSize(1);
    }

    @Test
    void anInterruptIsKept() throws Exception {
        var response = answer(_ -> {
            throw new InterruptedException();
        });

        assertThat(response.status()).isEqualTo(500);
        assertThat(Thread.interrupted()).isTrue();
    }
}
