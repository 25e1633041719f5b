package dev.margay.json;

/// Another notation of what JSON says, and the way there and back. Safe for many threads.
///
/// What is read goes through JSON, so that it is as strictly checked as JSON is, whatever the notation.
public interface Codec {

    /// For example `application/cbor`, in lower case.
    String mediaType();

    /// The same value as JSON.
    ///
    /// @throws JsonException if the content is not one value in this notation, or far larger as JSON
    byte[] toJson(byte[] content);

    /// The value of well-formed JSON in this notation.
    byte[] fromJson(byte[] json);
}
