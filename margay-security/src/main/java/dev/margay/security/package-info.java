/// Passwords, tokens and keys.
@NullMarked
package dev.margay.security;

import org.jspecify.annotations.NullMarked;
