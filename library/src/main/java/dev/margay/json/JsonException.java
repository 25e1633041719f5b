package dev.margay.json;

/// The text is not the JSON that was expected; what is wrong and where may be shown to its sender.
public final class JsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String explanation;

    public JsonException(String explanation, Throwable cause) {
        super(explanation, cause);
        this.explanation = explanation;
    }

    /// What is wrong, and at which line and column.
    public String explanation() {
        return explanation;
    }
}
