package kittens.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// A mail server that speaks enough of RFC 5321, and fails as a test wants it. Safe for many threads.
final class SmtpStandIn implements AutoCloseable {

    /// In place of an answer: the connection ends, within the text if it is that of `.`.
    static final String CUT = "cut";

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> extensions;
    private final Map<String, Queue<String>> answers = new ConcurrentHashMap<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<String> mails = new CopyOnWriteArrayList<>();

    /// @param extensions as it offers them after `EHLO`
    SmtpStandIn(String... extensions) throws IOException {
        this.extensions = List.of(extensions);
        Thread.ofVirtual().start(this::accept);
    }

    /// What `mail.smtp` says to reach it.
    String address() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    /// The next answers to this command; afterwards it is content again. `.` is the end of the text.
    void answer(String command, String... next) {
        answers.computeIfAbsent(command, _ -> new ConcurrentLinkedQueue<>()).addAll(List.of(next));
    }

    /// All command lines so far.
    List<String> heard() {
        return heard;
    }

    /// The mails it has taken.
    List<String> mails() {
        return mails;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var socket = door.accept();
                Thread.ofVirtual().start(() -> converse(socket));
            } catch (IOException e) {
                if (!door.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            var out = socket.getOutputStream();
            say(out, "220 stand-in");
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                heard.add(line);
                if (!answered(line, in, out)) {
                    return;
                }
            }
        } catch (IOException _) {
            // the client has gone
        }
    }

    private boolean answered(String line, BufferedReader in, OutputStream out) throws IOException {
        var command = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        return switch (command) {
            case "EHLO" -> {
                say(out, "250-stand-in");
                for (var extension : extensions) {
                    say(out, "250-" + extension);
                }
                yield say(out, "250 8BITMIME");
            }
            case "DATA" -> {
                var answer = next("DATA", "354 go on");
                yield say(out, answer) && (!answer.startsWith("354") || took(in, out));
            }
            case "AUTH" -> say(out, next("AUTH", "235 welcome"));
            case "STARTTLS" -> say(out, next("STARTTLS", "220 go on"));
            case "QUIT" -> !say(out, "221 bye");
            default -> say(out, next(command, "250 fine"));
        };
    }

    private boolean took(BufferedReader in, OutputStream out) throws IOException {
        var end = next(".", "250 taken");
        var mail = new StringBuilder();
        for (var line = in.readLine(); !".".equals(line); line = in.readLine()) {
            if (line == null || end.equals(CUT)) {
                return false;
            }
            mail.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        if (end.startsWith("250")) {
            mails.add(mail.toString());
        }
        return say(out, end);
    }

    private String next(String command, String otherwise) {
        var queue = answers.get(command);
        var answer = queue == null ? null : queue.poll();
        return answer == null ? otherwise : answer;
    }

    private static boolean say(OutputStream out, String answer) throws IOException {
        if (answer.equals(CUT)) {
            return false;
        }
        out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return true;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
