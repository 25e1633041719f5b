package dev.margay.json;

/// A patch is well-formed, but cannot be applied to this document; its message is meant for the patch's sender.
public final class PatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PatchException(String message) {
        super(message);
    }
}
