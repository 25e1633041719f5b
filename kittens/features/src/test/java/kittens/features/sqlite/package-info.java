/// Runs the store on SQLite for the features.
@NullMarked
package kittens.features.sqlite;

import org.jspecify.annotations.NullMarked;
