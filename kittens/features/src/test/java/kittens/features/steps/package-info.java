/// The steps of the features.
@NullMarked
package kittens.features.steps;

import org.jspecify.annotations.NullMarked;
