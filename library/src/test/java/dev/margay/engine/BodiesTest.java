package dev.margay.engine;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.context.Call;
import dev.margay.context.CancelledException;
import dev.margay.context.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Readers and writers of bodies that arrive and leave piece by piece.
final class BodiesTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    /// A source that runs the loop's tasks at once and counts.
    private static final class Counted implements BodyReader.Source {
        private int pauses;
        private int resumes;
        private boolean closed;

        @Override
        public void pause() {
            pauses++;
        }

        @Override
        public void resume() {
            resumes++;
        }

        @Override
        public void onLoop(Runnable task) {
            task.run();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final Counted source = new Counted();
    private final BodyReader reader =
            new BodyReader(source, () -> PATIENCE, () -> new IllegalStateException("too late"));

    @Test
    void readsPiecesInOrderToTheEnd() throws IOException {
        reader.add(new byte[] {1, 2});
        reader.add(new byte[0]);
        reader.add(new byte[] {3});
        reader.end();

        assertThat(reader.readAllBytes()).containsExactly(1, 2, 3);
        assertThat(reader.read()).isEqualTo(-1);
    }

    @Test
    void pausesItsSourceWhileMuchIsUnread() throws IOException {
        for (int i = 0; i < 10; i++) {
            reader.add(new byte[10_000]);
        }
        assertThat(source.pauses).isEqualTo(1);
        assertThat(source.resumes).isZero();

        assertThat(reader.readNBytes(80_000)).hasSize(80_000);
        assertThat(source.resumes).isEqualTo(1);
        reader.add(new byte[70_000]);
        assertThat(source.pauses).isEqualTo(2);
    }

    @Test
    void waitsForWhatIsNotThereYet() throws Exception {
        List<Integer> read = new CopyOnWriteArrayList<>();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                read.add(reader.read());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        eventually(() -> assertThat(thread.getState()).isEqualTo(Thread.State.TIMED_WAITING));
        reader.add(new byte[] {(byte) 200});
        thread.join();

        assertThat(read).containsExactly(200);
    }

    @Test
    void whatHasArrivedIsReadBeforeTheFailure() throws IOException {
        reader.add(new byte[] {5});
        reader.fail("gone");

        assertThat(reader.read()).isEqualTo(5);
        assertThatThrownBy(reader::read).isInstanceOf(IOException.class).hasMessage("gone");
    }

    @Test
    void patienceEnds() {
        var hasty = new BodyReader(source, () -> 1_000_000L, () -> new IllegalStateException("too late"));

        assertThatThrownBy(hasty::read).hasMessage("too late");
    }

    @Test
    void cancellingTheCallEndsTheWait() {
        var call = Call.begin();
        var reading = Thread.currentThread();
        Thread.ofVirtual().start(() -> {
            eventually(() -> assertThat(reading.getState()).isEqualTo(Thread.State.TIMED_WAITING));
            call.cancellation().cancel("enough");
        });

        assertThatThrownBy(() -> call.run(reader::read)).isInstanceOf(CancelledException.class);
    }

    @Test
    void closingBeforeTheEndTellsTheSource() throws IOException {
        reader.close();
        assertThat(source.closed).isTrue();

        var other = new Counted();
        var ended = new BodyReader(other, () -> PATIENCE, () -> new IllegalStateException("too late"));
        ended.end();
        assertThat(ended.read()).isEqualTo(-1);
        ended.close();
        assertThat(other.closed).isFalse();
    }

    @Test
    void aWriterSendsWholePiecesAndTheRestWhenFlushed() throws IOException {
        var sent = new ArrayList<Integer>();
        BodyWriter.Sink sink = (piece, w) -> {
            sent.add(piece.length);
            w.sent(piece.length);
        };
        var writer = new BodyWriter(sink, LONG);
        writer.write(new byte[40_000]);
        writer.write(7);
        writer.flush();

        assertThat(sent).containsExactly(16_384, 16_384, 7_233);
        assertThat(writer.count()).isEqualTo(40_001);
    }

    @Test
    void aWriterWaitsWhileTooMuchIsUnsent() throws Exception {
        List<byte[]> unsent = new CopyOnWriteArrayList<>();
        var writer = new BodyWriter((piece, _) -> unsent.add(piece), LONG);
        var thread = Thread.ofVirtual().start(() -> {
            try {
                writer.write(new byte[400_000]);
                writer.flush();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        eventually(() -> assertThat(thread.getState()).isEqualTo(Thread.State.TIMED_WAITING));
        int before = unsent.size();
        assertThat(before).isEqualTo(16);
        writer.sent(before * 16_384);
        thread.join();

        assertThat(unsent.stream().mapToInt(piece -> piece.length).sum()).isEqualTo(400_000);
    }

    @Test
    void aWriterWhoseReaderLeftFails() {
        var writer = new BodyWriter((_, _) -> {}, LONG);
        writer.fail("gone");

        assertThatThrownBy(() -> writer.write(new byte[100_000]))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
    }

    @Test
    void aWriterGivesUpAPeerThatTakesNothing() {
        var writer = new BodyWriter((_, _) -> {}, Duration.ofMillis(50));

        assertThatThrownBy(() -> writer.write(new byte[400_000]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("took nothing of the body in 50 ms");
    }

    @Test
    void aWriterGivesUpAtTheDeadlineOfItsCall() {
        var writer = new BodyWriter((_, _) -> {}, LONG);
        var call = Call.begin().with(Deadline.after(Duration.ofMillis(50)));

        assertThatThrownBy(() -> call.run(() -> {
                    writer.write(new byte[400_000]);
                    return true;
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("took nothing of the body");
    }
}
