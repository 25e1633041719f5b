package dev.margay.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// One keep-alive connection of the constant-rate load: at most one request under way, the due ones wait in order.
/// One thread at a time.
final class Lane implements AutoCloseable {
    private static final int LARGEST_ANSWER = 4_096;

    private final SocketChannel channel;
    private final ByteBuffer request;
    private final Answer answer = new Answer(LARGEST_ANSWER);
    private final Schedule schedule;
    private long next;
    private long released;
    private long dueNanos;
    private boolean busy;

    private Lane(SocketChannel channel, ByteBuffer request, Schedule schedule, long first) {
        this.channel = channel;
        this.request = request;
        this.schedule = schedule;
        this.next = first;
    }

    static Lane open(InetSocketAddress address, byte[] request, Schedule schedule, long first) throws IOException {
        var channel = SocketChannel.open(address);
        channel.socket().setTcpNoDelay(true);
        channel.configureBlocking(false);
        var bytes = ByteBuffer.allocateDirect(request.length).put(request).flip();
        return new Lane(channel, bytes, schedule, first);
    }

    SocketChannel channel() {
        return channel;
    }

    /// One more request is due; it leaves at once unless another is under way.
    void due() throws IOException {
        released++;
        send();
    }

    /// Requests that are due and not answered.
    long waiting() {
        return released + (busy ? 1 : 0);
    }

    /// When the oldest unanswered request was due.
    long oldestDueNanos() {
        return busy ? dueNanos : schedule.dueNanos(next);
    }

    /// Reads what is there; true when an answer is complete, and then the next request has left.
    boolean read(Verdict verdict) throws IOException {
        if (!answer.read(channel)) {
            return false;
        }
        verdict.answered(dueNanos, answer.isOk());
        answer.clear();
        busy = false;
        send();
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void send() throws IOException {
        if (busy || released == 0) {
            return;
        }
        released--;
        busy = true;
        dueNanos = schedule.dueNanos(next);
        next += schedule.lanes();
        request.rewind();
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    /// Who is told of each answer.
    interface Verdict {
        void answered(long dueNanos, boolean ok);
    }

    /// When each request of the whole load is due: request n on lane n modulo the number of lanes.
    record Schedule(long startNanos, long perSecond, int lanes) {
        long dueNanos(long number) {
            return startNanos + (long) (number * (1e9 / perSecond));
        }
    }
}
