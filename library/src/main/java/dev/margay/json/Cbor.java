package dev.margay.json;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.dataformat.cbor.CBORFactory;

/// CBOR (RFC 8949), by a library that need not be there:
/// `tools.jackson.dataformat:jackson-dataformat-cbor`.
///
/// Tags are passed over. Byte strings are Base64 text in JSON, as byte arrays of records are; what JSON
/// says is text is never turned into a byte string.
public final class Cbor implements Codec {

    private static final String LIBRARY = "tools.jackson.dataformat:jackson-dataformat-cbor";
    private static final int PROLIX = 8; // no value is longer as JSON by more: but references can repeat a text

    private final CBORFactory factory =
            CBORFactory.builder().streamReadConstraints(Json.constraints()).build();

    private Cbor() {}

    /// Reads and writes it.
    ///
    /// @throws IllegalStateException if the library is not on the class path
    public static Codec codec() {
        try {
            return new Cbor();
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException("CBOR without its library (expected: %s)".formatted(LIBRARY), e);
        }
    }

    @Override
    public String mediaType() {
        return "application/cbor";
    }

    @Override
    public byte[] toJson(byte[] content) {
        var target = new Bounded((long) PROLIX * content.length + PROLIX);
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), content);
                JsonGenerator generator = Json.generator(target)) {
            copy(parser, generator);
        } catch (JacksonException e) {
            throw malformed(e);
        }
        return target.toByteArray();
    }

    private static void copy(JsonParser parser, JsonGenerator generator) {
        if (parser.nextToken() == null) {
            throw new JsonException("nothing (expected: CBOR)", "", null);
        }
        generator.copyCurrentStructure(parser);
        if (parser.nextToken() != null) {
            throw new JsonException("more after the value (expected: one CBOR value)", "", null);
        }
    }

    private static JsonException malformed(JacksonException cause) {
        return new JsonException(
                "malformed CBOR (expected: one value of at most %d levels)".formatted(Json.MOST_LEVELS), "", cause);
    }

    @Override
    public byte[] fromJson(byte[] json) {
        var target = new ByteArrayOutputStream(json.length);
        try (JsonParser parser = Json.parser(json);
                JsonGenerator generator = factory.createGenerator(ObjectWriteContext.empty(), (OutputStream) target)) {
            copy(parser, generator);
        }
        return target.toByteArray();
    }

    /// Ends what grows beyond all reason.
    private static final class Bounded extends OutputStream {

        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private final long most;

        private Bounded(long most) {
            this.most = most;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] source, int from, int length) {
            if (written.size() + (long) length > most) {
                throw new JsonException("CBOR that is far larger as JSON (expected: no repetition)", "", null);
            }
            written.write(source, from, length);
        }

        private byte[] toByteArray() {
            return written.toByteArray();
        }
    }
}
