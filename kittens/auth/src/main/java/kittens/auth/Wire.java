package kittens.auth;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What is sent and received as JSON.
final class Wire {

    private static final String ONE_LINE = "[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]*";

    /// Of whole characters: the classes of a pattern match code points, not halves of surrogate pairs.
    private static final String PASSWORD = "[^\\p{Cs}]{8,72}";

    private Wire() {}

    /// A JWK set.
    record Keys(List<Map<String, Object>> keys) {}

    /// Somebody who wants an account.
    record NewUser(
            @NotBlank @Size(max = 254) @Email String email,

            @NotBlank @Size(max = 256) @Pattern(regexp = ONE_LINE, message = "must not contain control characters")
            String name,

            @NotNull @Pattern(regexp = PASSWORD, message = "must have from 8 to 72 characters")
            String password) {

        @Override
        public String toString() {
            return "NewUser[email=%s, name=%s, password=***]".formatted(email, name);
        }
    }

    /// Who somebody says to be.
    record Credentials(@NotEmpty String email, @NotEmpty String password) {

        @Override
        public String toString() {
            return "Credentials[email=%s, password=***]".formatted(email);
        }
    }

    /// What keeps a session going.
    record Refresh(@JsonProperty("refresh_token") @NotEmpty String refreshToken) {

        @Override
        public String toString() {
            return "Refresh[***]";
        }
    }

    /// Somebody with an account.
    record Profile(
            String id,
            String email,
            String name,
            @JsonProperty("created_at") Instant createdAt) {

        static Profile of(User user) {
            return new Profile(user.id(), user.email().value(), user.name(), user.createdAt());
        }
    }

    /// What somebody who is logged in gets.
    ///
    /// @param token to be sent as `Authorization: Bearer`, until it expires
    /// @param refreshToken for the next token, once
    record Granted(
            String token,
            @JsonProperty("expires_at") Instant expiresAt,
            @JsonProperty("refresh_token") String refreshToken) {

        static Granted of(Sessions.Grant grant) {
            return new Granted(
                    grant.token().text(),
                    grant.token().expiresAt(),
                    grant.refreshToken().text());
        }

        @Override
        public String toString() {
            return "Granted[expiresAt=%s]".formatted(expiresAt);
        }
    }
}
