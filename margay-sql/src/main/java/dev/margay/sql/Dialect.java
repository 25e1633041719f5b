package dev.margay.sql;

/// Which SQL a database speaks, for the few statements that differ.
public enum Dialect {
    SQLITE("sqlite"),
    MARIADB("mariadb");

    private final String folder;

    Dialect(String folder) {
        this.folder = folder;
    }

    /// The name of this dialect's folder of migrations.
    public String folder() {
        return folder;
    }
}
