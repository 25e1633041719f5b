package dev.margay.bench.peers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import jakarta.validation.ConstraintViolation;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// JSON of the servers that bring none: Jackson, used as quickly as its documentation allows.
final class Codec {
    private final JsonMapper mapper = JsonMapper.shared();
    private final ObjectReader hello = mapper.readerFor(Hello.class);
    private final ObjectWriter greeting = mapper.writerFor(Greeting.class);

    Hello hello(ByteBuf body) {
        return hello.readValue((InputStream) new ByteBufInputStream(body));
    }

    Hello hello(byte[] body) {
        return hello.readValue(body);
    }

    byte[] bytes(Greeting answer) {
        return greeting.writeValueAsBytes(answer);
    }

    byte[] problem(String message) {
        return mapper.writeValueAsBytes(Map.of("error", message));
    }

    byte[] problem(Set<ConstraintViolation<Hello>> violations) {
        var details = new TreeMap<String, String>();
        violations.forEach(violation -> details.put(violation.getPropertyPath().toString(), violation.getMessage()));
        return mapper.writeValueAsBytes(Map.of("error", "invalid", "details", details));
    }
}
