/// The index of kittens, fed by what product publishes.
@NullMarked
package kittens.search;

import org.jspecify.annotations.NullMarked;
