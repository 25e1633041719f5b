/// Users and sessions of the kitten store.
@NullMarked
package kittens.auth;

import org.jspecify.annotations.NullMarked;
