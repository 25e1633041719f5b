/// What the store promises, in the words of its users: feature files and their steps, all in the tests.
@NullMarked
package kittens.features;

import org.jspecify.annotations.NullMarked;
