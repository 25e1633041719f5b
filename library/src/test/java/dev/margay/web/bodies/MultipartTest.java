package dev.margay.web.bodies;

import static dev.margay.web.bodies.Uploads.TYPE;
import static dev.margay.web.bodies.Uploads.part;
import static dev.margay.web.bodies.Uploads.read;
import static dev.margay.web.bodies.Uploads.refusal;
import static dev.margay.web.bodies.Uploads.request;
import static dev.margay.web.bodies.Uploads.trickling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.http.Body;
import dev.margay.http.ProblemException;
import dev.margay.http.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultipartTest {

    @Test
    void partsComeInOrderHoweverTheyArrive() throws Exception {
        var body = part("name=\"one\"", "1") + part("name=two", "") + part("name=\"one\"", "\r\n--\r\n--a\r\r\n")
                + "--b--\r\n";

        for (var request : List.of(request(body), trickling(body))) {
            assertThat(read(request)).containsExactly("one=1", "two=", "one=\r\n--\r\n--a\r\r\n");
        }
    }

    @Test
    void whatStandsAroundThePartsIsNone() throws Exception {
        assertThat(read(request("before\r\n" + part("name=a", "1") + "--b--\r\nafter\r\n--b\r\n")))
                .containsExactly("a=1");
        assertThat(read(request("\r\n--b \t \r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b--")))
                .containsExactly("a=1");
        assertThat(read(request("--b--"))).isEmpty();
    }

    @Test
    void namesAreUtf8AndQuotesAreOptional() throws Exception {
        assertThat(read(request(part("name=\"größe\"", "ä") + "--b--"))).containsExactly("größe=ä");
        assertThat(read(request(part("NAME=\"a;\\\"b\\\\\"; x=y", "1") + "--b--")))
                .containsExactly("a;\"b\\=1");
        assertThat(read(request(part("name=\"\"", "1") + "--b--"))).containsExactly("=1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cat.jpg|cat.jpg",
                "../../etc/passwd|passwd",
                "/etc/passwd|passwd",
                "C:\\Users\\nic\\cat.jpg|cat.jpg",
                "..\\\\..\\\\boot.ini|boot.ini",
                "a/..|..",
                "größe.txt|größe.txt",
                "cats/|''"
            })
    void fileNamesHaveNoDirectories(String sent, String name) throws Exception {
        var parts = Multipart.of(request(part("name=f; filename=\"" + sent + "\"", "1") + "--b--"));

        assertThat(parts.iterator().next().fileName()).contains(name);
    }

    @Test
    void headersOfAPartCanBeRead() throws Exception {
        var body = "--b\r\ncontent-disposition: form-data; name=f; filename*=utf-8''x\r\nContent-Type: image/png\r\n"
                + "X-More:\r\n\r\n1\r\n--b--";
        var part = Multipart.of(request(body)).iterator().next();

        assertThat(part.headers().first("Content-Type")).contains("image/png");
        assertThat(part.headers().first("x-more")).contains("");
        assertThat(part.fileName()).isEqualTo(Optional.empty());
    }

    @Test
    void textIsInItsCharset() throws Exception {
        var body =
                "--b\r\nContent-Disposition: form-data; name=f\r\nContent-Type: text/plain; charset=\"ISO-8859-1\"\r\n\r\n"
                        + "gr\u00f6\u00dfe\r\n--b--";

        assertThat(read(request(TYPE, body.getBytes(StandardCharsets.ISO_8859_1))))
                .containsExactly("f=größe");
        assertThat(refusal(request(TYPE, body.replace("ISO-8859-1", "utf-8").getBytes(StandardCharsets.ISO_8859_1))))
                .isEqualTo(400);
        assertThat(refusal(request(body.replace("ISO-8859-1", "klingon")))).isEqualTo(400);
    }

    @Test
    void boundariesOfBrowsersAndOddOnesAreTaken() throws Exception {
        for (String boundary : List.of(
                "----WebKitFormBoundary7MA4YWxkTrZu0gW",
                "---------------------------9051914041544843365972754266",
                "gc0pJq0M:08jU534c0p",
                "0123456789012345678901234567890123456789012345678901234567890123456789")) {
            var body = (part("name=a", "1\r\n-") + "--b--").replace("--b", "--" + boundary);

            assertThat(read(request(
                            "Multipart/Form-Data; charset=utf-8; Boundary=\"" + boundary + "\"",
                            body.getBytes(StandardCharsets.UTF_8))))
                    .containsExactly("a=1\r\n-");
        }
    }

    @Test
    void whatLooksLikeABoundaryIsContent() throws Exception {
        var content = "\r\n--".repeat(20_000) + "\r\r\r\n-\r\n--\r\n-b";
        var body = part("name=a", content) + "--b--";
        var read = new ArrayList<String>();
        for (var part : Multipart.of(request(body), new Multipart.Limits(1, 100, 100_000, 100_000, 100_000))) {
            read.add(part.text());
        }

        assertThat(read).containsExactly(content);
    }

    @Test
    void partsNotReadAreSkippedAndCannotBeReadLater() throws Exception {
        var parts = Multipart.of(request(part("name=a", "1".repeat(100_000)) + part("name=b", "2") + "--b--"))
                .iterator();
        var first = parts.next();
        var second = parts.next();

        assertThat(second.text()).isEqualTo("2");
        assertThatIllegalStateException().isThrownBy(first::text);
        assertThat(parts.hasNext()).isFalse();
        assertThatThrownBy(parts::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void partsAreAskedForOnce() throws Exception {
        var parts = Multipart.of(request("--b--"));
        var _ = parts.iterator();

        assertThatIllegalStateException().isThrownBy(parts::iterator);
    }

    @Test
    void aConnectionThatBreaksIsNoMalformedBody() throws Exception {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the peer closed the connection");
            }

            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                throw new IOException("the peer closed the connection");
            }
        };
        var parts = Multipart.of(Request.post("/", Body.from(broken, OptionalLong.empty()))
                        .with("Content-Type", TYPE))
                .iterator();

        assertThatThrownBy(parts::hasNext).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void filesAreSavedWhole(@TempDir Path folder) throws Exception {
        var content = new byte[300_000];
        new Random(1).nextBytes(content);
        var body = new ByteArrayOutputStream();
        body.writeBytes(
                part("name=f; filename=\"../x\"", "").strip().concat("\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n--b--".getBytes(StandardCharsets.UTF_8));
        var file = folder.resolve("upload");

        var part = Multipart.of(request(TYPE, body.toByteArray())).iterator().next();
        assertThat(part.saveTo(file)).isEqualTo(content.length);

        assertThat(file).hasBinaryContent(content);
        try (var all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void aFileThatBreaksOffIsNotLeft(@TempDir Path folder) throws Exception {
        var file = folder.resolve("upload");
        var part = Multipart.of(request(part("name=f", "1".repeat(100_000))))
                .iterator()
                .next();

        assertThatThrownBy(() -> part.saveTo(file)).isInstanceOf(ProblemException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void aFileThatIsThereStaysAsItIs(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("upload"), "mine");
        var part = Multipart.of(request(part("name=f", "yours") + "--b--"))
                .iterator()
                .next();

        assertThatThrownBy(() -> part.saveTo(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("mine");
    }

    /// A quarter of a gigabyte through a buffer that never grows.
    @Test
    void anUploadMayBeLargerThanMemory() throws Exception {
        long size = 256L << 20;
        var head = "--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        var filling = new InputStream() {
            private long left = size;

            @Override
            public int read() {
                return left-- > 0 ? '\r' : -1;
            }

            @Override
            public int read(byte[] target, int from, int length) {
                int count = (int) Math.min(length, left);
                Arrays.fill(target, from, from + count, (byte) '-');
                left -= count;
                return count == 0 ? -1 : count;
            }
        };
        var body = new SequenceInputStream(
                new SequenceInputStream(new ByteArrayInputStream(head), filling),
                new ByteArrayInputStream("\r\n--b--".getBytes(StandardCharsets.UTF_8)));
        var parts = Multipart.of(
                Request.post("/", Body.from(body, OptionalLong.empty())).with("Content-Type", TYPE),
                Multipart.Limits.standard().upTo(size, size + 1_000));

        assertThat(parts.iterator().next().stream().transferTo(OutputStream.nullOutputStream()))
                .isEqualTo(size);
    }
}
