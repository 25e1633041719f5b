package kittens.search;

import static kittens.search.Events.gone;
import static kittens.search.Events.kitten;
import static kittens.search.Events.told;
import static kittens.search.Events.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.context.StartException;
import dev.margay.http.ProblemException;
import dev.margay.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexTest {

    @TempDir
    Path directory;

    private Index index;

    @BeforeEach
    void open() throws Exception {
        index = Index.open(directory, InstantSource.system());
    }

    @AfterEach
    void close() throws Exception {
        index.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Fat Freddy's Cat
            fat freddy's cat
            FREDDY
            freddys
            fredy
            frreddy
            rfeddy
            Freddi
            fred
            cat fat
            fat fredy
            SKU-1
            persian
            persan
            """)
    void findsAKittenByWhatPeopleType(String query) throws Exception {
        index.apply(List.of(told(kitten("1", "Fat Freddy's Cat", "Persian")), told(kitten("2", "Whiskers"))), 2);

        assertThat(ids(query)).contains("1").doesNotContain("2");
    }

    @ParameterizedTest
    @CsvSource({
        "Zoë, zoe",
        "Zoe, ZOË",
        "Zoe\u0308, zoë",
        "Søren, soren",
        "Strauß, STRAUSS",
        "Ångström, angstrom",
        "Мурка, мурка",
        "猫, 猫",
        "Æsop, aesop"
    })
    void caseAndAccentsMakeNoDifference(String name, String query) throws Exception {
        index.apply(List.of(told(kitten("1", name))), 1);

        assertThat(ids(query)).containsExactly("1");
    }

    @Test
    void everyWordMustMatch() throws Exception {
        index.apply(List.of(told(kitten("1", "Tom")), told(kitten("2", "Tom Thumb"))), 2);

        assertThat(ids("tom thumb")).containsExactly("2");
        assertThat(ids("tom garfield")).isEmpty();
    }

    @Test
    void theNearestNameComesFirst() throws Exception {
        index.apply(
                List.of(
                        told(kitten("breed", "Oscar", "Felix")),
                        told(kitten("typo", "Felis")),
                        told(kitten("beginning", "Felixander")),
                        told(kitten("word", "Big Felix")),
                        told(kitten("whole", "Felix"))),
                5);

        assertThat(ids("felix")).containsExactly("whole", "word", "beginning", "breed", "typo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!!!", "\"", "+", "()", "🐱🐱🐱🐱", "\u0000", "name:", "*", "~"})
    void whatIsNoWordFindsNothing(String query) throws Exception {
        index.apply(List.of(told(kitten("1", "Tom"))), 1);

        assertThat(ids(query)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tom*", "\"tom\"", "+tom", "(tom)", "tom~", "-tom", "tom\\", "name^tom"})
    void syntaxIsPlainText(String query) throws Exception {
        index.apply(List.of(told(kitten("1", "Tom Name"))), 1);

        assertThat(ids(query)).containsExactly("1");
    }

    @Test
    void numbersAreNotMisspelt() throws Exception {
        index.apply(List.of(told(kitten("1", "Kitten 1001")), told(kitten("2", "Kitten 1002"))), 2);

        assertThat(ids("kiten 1001")).containsExactly("1");
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetitionWhileTheIndexChanges() throws Exception {
        for (int i = 0; i < 25; i++) {
            index.apply(List.of(told(kitten("%02d".formatted(i), "Tom"))), i + 1);
        }

        var seen = new ArrayList<String>();
        var page = index.search("tom", 10, Optional.empty());
        while (true) {
            page.kittens().forEach(kitten -> seen.add(id(kitten)));
            index.apply(List.of(told(kitten("new" + seen.size(), "Jerry"))), 100 + seen.size());
            if (page.next().isEmpty()) {
                break;
            }
            page = index.search("tom", 10, Optional.of(Cursor.parse(page.next().get(), "tom")));
        }

        assertThat(seen).hasSize(25).doesNotHaveDuplicates().isSorted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!!", "czEgMSAxIDE", "AAAA", "czEgeCB5IHo"})
    void aCursorOfAnotherQueryIsRefused(String cursor) {
        assertThatThrownBy(() -> Cursor.parse(cursor, "tom"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(400));
    }

    @Test
    void anOlderVersionChangesNothing() throws Exception {
        var tom = kitten("1", "Tom");
        index.apply(List.of(told(version(tom, 3, "Third"))), 1);
        index.apply(List.of(told(version(tom, 2, "Second"))), 2);

        assertThat(ids("third")).containsExactly("1");
        assertThat(ids("second")).isEmpty();
    }

    @Test
    void ofSeveralEventsAtOnceTheNewestVersionStays() throws Exception {
        var tom = kitten("1", "Tom");
        index.apply(
                List.of(
                        told(version(tom, 2, "Second")),
                        told(kitten("2", "Other")),
                        told(version(tom, 4, "Fourth")),
                        told(version(tom, 3, "Third"))),
                4);

        assertThat(ids("fourth")).containsExactly("1");
        assertThat(ids("other")).containsExactly("2");
        assertThat(ids("second third")).isEmpty();
        assertThat(index.position()).isEqualTo(4);
    }

    @Test
    void aKittenThatIsGoneStaysGone() throws Exception {
        var tom = kitten("1", "Tom");
        index.apply(List.of(told(tom), gone(version(tom, 3, "Tom"))), 2);
        index.apply(List.of(told(version(tom, 2, "Tom"))), 3);

        assertThat(ids("tom")).isEmpty();
    }

    @Test
    void contentAndPositionAreThereAfterReopening() throws Exception {
        index.apply(List.of(told(kitten("1", "Tom"))), 42);
        index.close();

        index = Index.open(directory, InstantSource.system());

        assertThat(index.position()).isEqualTo(42);
        assertThat(ids("tom")).containsExactly("1");
    }

    @Test
    void aDamagedIndexBeginsEmptyAtTheStartOfTheLog() throws Exception {
        index.apply(List.of(told(kitten("1", "Tom"))), 42);
        index.close();
        damage();

        index = Index.open(directory, InstantSource.system());

        assertThat(index.position()).isZero();
        assertThat(ids("tom")).isEmpty();
    }

    @Test
    void onlyOneProcessOpensTheIndex() {
        assertThatThrownBy(() -> Index.open(directory, InstantSource.system()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("open in another process");
    }

    @Test
    void clearingForgetsContentAndPosition() throws Exception {
        index.apply(List.of(told(kitten("1", "Tom"))), 42);

        index.clear();

        assertThat(index.position()).isZero();
        assertThat(ids("tom")).isEmpty();
    }

    private List<String> ids(String query) throws Exception {
        return index.search(query, 20, Optional.empty()).kittens().stream()
                .map(IndexTest::id)
                .toList();
    }

    private static String id(String kitten) {
        return Json.read(kitten.getBytes(StandardCharsets.UTF_8), Kitten.class).id();
    }

    private void damage() throws IOException {
        try (var files = Files.list(directory)) {
            for (var file : files.filter(file -> !file.endsWith("write.lock")).toList()) {
                var bytes = Files.readAllBytes(file);
                for (int i = bytes.length / 2; i < bytes.length; i++) {
                    bytes[i] ^= 0x5a;
                }
                Files.write(file, bytes);
            }
        }
    }
}
