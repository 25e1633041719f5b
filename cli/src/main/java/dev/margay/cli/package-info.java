/// The program behind `./margay`.
@NullMarked
package dev.margay.cli;

import org.jspecify.annotations.NullMarked;
