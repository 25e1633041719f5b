/// One small program for each idea.
@NullMarked
package examples;

import org.jspecify.annotations.NullMarked;
