package dev.margay.engine;

import static dev.margay.test.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.margay.context.VirtualThreads;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LoopSchedulerTest {

    private final EventLoop loop = new DefaultEventLoop();
    private final LoopScheduler scheduler = new LoopScheduler("test-loop", loop);
    private final ThreadFactory threads =
            VirtualThreads.on("test-loop", scheduler).orElseThrow();
    private final Watchdog watchdog = new Watchdog(_ -> {});

    LoopSchedulerTest() {
        loop.submit(scheduler::attach).syncUninterruptibly();
    }

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void aContinuationNotStartedByTheLoopIsQueued() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        var done = new CountDownLatch(1);
        loop.execute(() -> {
            scheduler.execute(() -> {
                order.add("continuation");
                done.countDown();
            });
            order.add("loop");
        });

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsExactly("loop", "continuation");
    }

    @Test
    void aThreadStartedElsewhereRunsOnTheLoop() throws Exception {
        var seen = new CountDownLatch(1);
        var thread = threads.newThread(() -> {
            LockSupport.parkNanos(1_000_000);
            seen.countDown();
        });
        thread.start();

        assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
        thread.join();
        assertThat(thread.getName()).isEqualTo("test-loop");
    }

    @Test
    void tenThousandThreadsThatYieldAllEnd() throws Exception {
        var all = new ArrayList<Thread>();
        for (int i = 0; i < 10_000; i++) {
            var thread = threads.newThread(Thread::yield);
            thread.start();
            all.add(thread);
        }
        for (var thread : all) {
            thread.join();
        }
        assertThat(all).noneMatch(Thread::isAlive);
    }

    @Test
    void aClosedLoopsThreadsGoOnElsewhere() throws Exception {
        var parked = new CountDownLatch(1);
        var thread = threads.newThread(() -> {
            parked.countDown();
            LockSupport.park();
        });
        thread.start();
        assertThat(parked.await(10, TimeUnit.SECONDS)).isTrue();
        eventually(() -> assertThat(thread.getState()).isEqualTo(Thread.State.WAITING));
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();

        LockSupport.unpark(thread);
        eventually(() -> assertThat(thread.isAlive()).isFalse());
    }

    @Test
    void aHeldLoopsThreadsAreRescued() throws Exception {
        var held = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        loop.execute(() -> scheduler.execute(() -> {
            held.countDown();
            await(release);
        }));
        assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
        var thread = threads.newThread(release::countDown);
        thread.start();

        eventually(() -> {
            scheduler.look(System.nanoTime(), watchdog);
            assertThat(thread.isAlive()).isFalse();
        });
        eventually(() -> assertThat(release.getCount()).isZero());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
