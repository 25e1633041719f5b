package dev.margay.bench.peers;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/// What the greeter is asked. Public so that every server's JSON library reaches it.
public record Hello(@NotBlank @Size(max = 256) @Nullable String name) {}
