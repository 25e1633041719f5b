/// Clocks, fakes and contract suites for tests.
@NullMarked
package dev.margay.test;

import org.jspecify.annotations.NullMarked;
