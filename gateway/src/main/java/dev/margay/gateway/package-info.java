/// The one door of a system: routes by path, checks tokens, streams both ways.
@NullMarked
package dev.margay.gateway;

import org.jspecify.annotations.NullMarked;
