/// Who is calling, and how a service can know: passwords, tokens, keys.
///
/// **Belongs here:** keeping and checking passwords ([Passwords]), signed tokens and the keys behind them
/// ([TokenIssuer], [TokenVerifier], [SigningKeys], [RemoteKeys]), opaque tokens ([OpaqueToken]), and the middleware
/// that binds the caller to the call ([Bearer]).
///
/// **Not here:** who may do what with which thing (→ the service that owns the thing), users, sessions and where they
/// are kept (→ the service that knows users). The algorithms are Bouncy Castle's, Nimbus's and the JDK's: none is ours.
///
/// {@snippet class="examples.SnippetsTest" region="security"}
@NullMarked
package dev.margay.security;

import org.jspecify.annotations.NullMarked;
