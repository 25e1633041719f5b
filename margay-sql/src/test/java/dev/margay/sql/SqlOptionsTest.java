package dev.margay.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.margay.config.ConfigException;
import dev.margay.config.Configuration;
import dev.margay.config.Secret;
import dev.margay.config.Sources;
import dev.margay.context.StartException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlOptionsTest {

    @Test
    void anAddressNamesAFileOrAServer() {
        assertThat(SqlOptions.at("jdbc:sqlite:a b/shop.db", "", "").target())
                .isEqualTo(new SqlOptions.File(Path.of("a b/shop.db"), SqlOptions.Sharing.ALONE));
        assertThat(SqlOptions.at("jdbc:sqlite:shop.db", "", "").shared().target())
                .isEqualTo(new SqlOptions.File(Path.of("shop.db"), SqlOptions.Sharing.SEVERAL_PROCESSES));
        assertThat(SqlOptions.at("jdbc:mariadb://127.0.0.1:1/shop", "u", "p").target())
                .isEqualTo(new SqlOptions.Server("jdbc:mariadb://127.0.0.1:1/shop", "u", "p"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "jdbc:sqlite:", "shop.db", "jdbc:postgresql://127.0.0.1/shop"})
    void anyOtherAddressIsRefusedWithWhatWasExpected(String url) {
        assertThatThrownBy(() -> SqlOptions.at(url, "", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "database url: " + url + " (expected: jdbc:sqlite:FILE or jdbc:mariadb://host:port/database)");
    }

    @Test
    void anAddressThatIsNotToldIsTheFileOfTheProgramsChoice() {
        var told = new SqlOptions.Address("jdbc:mariadb://127.0.0.1:1/shop", "u", new Secret("p"));

        assertThat(SqlOptions.Address.UNSET.or(Path.of("shop.db"), "shop").target())
                .isEqualTo(new SqlOptions.File(Path.of("shop.db"), SqlOptions.Sharing.ALONE));
        assertThat(told.or(Path.of("shop.db"), "shop").target())
                .isEqualTo(new SqlOptions.Server("jdbc:mariadb://127.0.0.1:1/shop", "u", "p"));
    }

    @Test
    void aWrongAddressIsFoundWhenTheSettingsAreRead() {
        record Settings(SqlOptions.Address database) {}
        var configuration = Configuration.from(Sources.ofText("database.url = \"shop.db\""));

        assertThatThrownBy(() -> configuration.read("", new Settings(SqlOptions.Address.UNSET)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("shop.db")
                .hasMessageContaining("expected: jdbc:sqlite:FILE");
    }

    @Test
    void aServerThatCannotBeReachedIsTriedAgainUntilTheTimeIsOver() throws Exception {
        var events = new ArrayList<SqlEvent>();
        var options = SqlOptions.at("jdbc:mariadb://127.0.0.1:%d/shop".formatted(closedPort()), "u", "p")
                .with(SqlOptions.Limits.usual().busy(Duration.ofMillis(250)))
                .events(events::add);

        assertThatThrownBy(() -> Sql.await(options, Duration.ZERO)).isInstanceOf(StartException.class);
        assertThatThrownBy(() -> Sql.await(options, Duration.ofSeconds(4)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("cannot reach")
                .hasMessageContaining("expected: an answer within 4 s");
        assertThat(events).isNotEmpty().allMatch(SqlEvent.Awaited.class::isInstance);
    }

    private static int closedPort() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
