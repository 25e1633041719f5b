package dev.margay.web.bodies;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.margay.http.Body;
import dev.margay.http.ProblemException;
import dev.margay.http.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Uploads of which the tests are made, and what is read of them.
final class Uploads {

    static final String TYPE = "multipart/form-data; boundary=b";

    private Uploads() {}

    static String part(String disposition, String content) {
        return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
    }

    static Request request(String type, byte[] body) {
        return Request.post("/", Body.of(body)).with("Content-Type", type);
    }

    static Request request(String body) {
        return request(TYPE, body.getBytes(StandardCharsets.UTF_8));
    }

    /// One byte at a time, as a slow sender's.
    static Request trickling(String body) {
        var bytes = new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int from, int length) {
                return super.read(target, from, Math.min(length, 1));
            }
        };
        return Request.post("/", Body.from(bytes, OptionalLong.empty())).with("Content-Type", TYPE);
    }

    /// `name=text` of each part.
    static List<String> read(Request request) throws IOException {
        var read = new ArrayList<String>();
        for (var part : Multipart.of(request)) {
            read.add(part.name() + "=" + part.text());
        }
        return read;
    }

    static int refusal(Request request) {
        return catchThrowableOfType(ProblemException.class, () -> read(request))
                .problem()
                .status();
    }
}
