package dev.margay.http;

/// A typed piece of the domain, `In` to `Out`, that does not know which protocol calls it.
///
/// @param <I> what it takes, usually a record
/// @param <O> what it gives: a value to encode, or a [Response] to send as it is
@FunctionalInterface
public interface Operation<I, O> {

    O run(I input) throws Exception;

    /// An operation that also looks at the request: path variables, query, headers.
    @FunctionalInterface
    interface OnRequest<I, O> {

        O run(Request request, I input) throws Exception;
    }
}
