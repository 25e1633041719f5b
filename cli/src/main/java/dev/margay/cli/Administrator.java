package dev.margay.cli;

import dev.margay.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/// Who may change the catalogue, and where the password is. Immutable.
record Administrator(String email, Home home, boolean isKnown) {

    private static final String KEY = "admin.email";

    /// The one of the store in the home: a store keeps the administrator that it began with.
    static Administrator of(List<Program> programs, Home home) {
        try {
            return Files.exists(home.administrator())
                    ? new Administrator(Files.readString(home.administrator()).strip(), home, true)
                    : new Administrator(explained(programs), home, false);
        } catch (IOException e) {
            throw new CommandFailedException("cannot read %s: %s".formatted(home.administrator(), e), e);
        }
    }

    private static String explained(List<Program> programs) {
        return programs.stream()
                .flatMap(program -> Explained.by(program).stream())
                .filter(setting -> setting.key().equals(KEY))
                .map(Setting::value)
                .findFirst()
                .orElseThrow(() -> new CommandFailedException("no program has the setting " + KEY));
    }

    /// The lines that tell; with the password itself until they were asked for once.
    List<String> shown() {
        var file = Home.shown(home.adminPassword());
        var lines = new Report.Table()
                .row("administrator", email)
                .row("password", isKnown ? "in " + file : "%s (kept in %s)".formatted(password(), file))
                .lines();
        Secret.write(home.administrator(), email + System.lineSeparator());
        return lines;
    }

    private String password() {
        try {
            return Files.readString(home.adminPassword()).strip();
        } catch (IOException e) {
            throw new CommandFailedException("the administrator's password is not in " + home.adminPassword(), e);
        }
    }
}
