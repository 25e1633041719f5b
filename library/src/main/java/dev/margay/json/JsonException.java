package dev.margay.json;

import org.jspecify.annotations.Nullable;

/// The text is not the JSON that was expected; what is wrong and where may be shown to its sender.
public final class JsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String explanation;
    private final String path;

    JsonException(String explanation, String path, @Nullable Throwable cause) {
        super(explanation, cause);
        this.explanation = explanation;
        this.path = path;
    }

    /// What is wrong and where, in words that name no class of the program.
    public String explanation() {
        return explanation;
    }

    /// The member that is wrong, as `items[2].name`; empty if it is the text as a whole.
    public String path() {
        return path;
    }
}
