/// Tests of the shape of the whole: edges, names, file sizes, the public API.
@NullMarked
package dev.margay.checks;

import org.jspecify.annotations.NullMarked;
