/// The library: compose, start and drain a service.
@NullMarked
package dev.margay;

import org.jspecify.annotations.NullMarked;
