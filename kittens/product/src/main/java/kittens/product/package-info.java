/// Kittens for sale, and orders.
@NullMarked
package kittens.product;

import org.jspecify.annotations.NullMarked;
