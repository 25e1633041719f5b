package dev.margay.config;

import java.util.List;

/// The configuration is wrong; each line says which key, which value from where, and what was expected.
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> findings;

    ConfigException(List<String> findings) {
        super(String.join("\n", findings));
        this.findings = List.copyOf(findings);
    }

    ConfigException(String finding, Throwable cause) {
        super(finding, cause);
        this.findings = List.of(finding);
    }

    /// Everything that is wrong, one line each.
    public List<String> findings() {
        return findings;
    }
}
