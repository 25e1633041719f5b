package dev.margay.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Comments of sources.
final class SourceCommentsTest {

    @TempDir
    private Path folder;

    @Test
    void typesAndComponentsAreReadByName() throws Exception {
        Files.createDirectories(folder.resolve("shop"));
        Files.writeString(folder.resolve("shop/Kitten.java"), """
                package shop;

                /// A kitten for sale, made by [Breeder#breed(int)]. Immutable.
                ///
                /// @param price in `cents`, see [Price]
                /// @param <T> of what
                public record Kitten<T>(long price, String name) {

                    /**
                     * Where it lives, {@code for now}.
                     *
                     * @param city its name
                     */
                    record Home(String city) {}

                    class Silent {}
                }
                """);
        Files.writeString(folder.resolve("shop/Broken.java"), "package shop; /// Cut off. \n class Broken { void (");
        Files.writeString(folder.resolve("shop/Empty.java"), "");

        assertThat(SourceComments.read(folder))
                .containsEntry("shop.Kitten", "A kitten for sale, made by `Breeder#breed(int)`. Immutable.")
                .containsEntry("shop.Kitten#price", "in `cents`, see `Price`")
                .containsEntry("shop.Kitten.Home", "Where it lives, `for now`.")
                .containsEntry("shop.Kitten.Home#city", "its name")
                .doesNotContainKeys("shop.Kitten#T", "shop.Kitten#<T>", "shop.Kitten.Silent");
    }

    @Test
    void theyAreWrittenWhereDocumentsLook() throws Exception {
        var sources = Files.createDirectory(folder.resolve("sources"));
        Files.writeString(sources.resolve("A.java"), "/// An A.\nrecord A(int b) {}");

        SourceComments.main(sources.toString(), folder.resolve("classes").toString());

        assertThat(folder.resolve("classes/META-INF/margay/comments.json")).hasContent("{\n  \"A\" : \"An A.\"\n}\n");
        assertThat(SourceComments.read(Files.createDirectory(folder.resolve("nothing"))))
                .isEmpty();
    }

    @Test
    void argumentsAreTwo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SourceComments.main("src"))
                .withMessage("1 arguments (expected: directory of the sources, directory of the classes)");
    }
}
