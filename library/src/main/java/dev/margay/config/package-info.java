/// Typed records from defaults in code, files, the environment, secret files and the command line.
///
/// **Belongs here:** where values come from, how text becomes a value, what is said when it cannot.
///
/// **Not here:** the records themselves (→ the program or package they configure). No other package reads the
/// environment: a program's `main` reads its records once and hands them on.
///
/// {@snippet class="examples.SnippetsTest" region="config"}
@NullMarked
package dev.margay.config;

import org.jspecify.annotations.NullMarked;
