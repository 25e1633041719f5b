/// Runs the store on MariaDB for the features.
@NullMarked
package kittens.features.mariadb;

import org.jspecify.annotations.NullMarked;
