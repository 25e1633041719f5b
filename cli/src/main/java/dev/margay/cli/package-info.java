/// The program behind `./margay`: runs a whole system on one machine and ends it again.
///
/// **Belongs here:** what `up` and `down` do; starting, watching, restarting and stopping programs as child processes;
/// a private database server for them.
///
/// **Not here:** what the programs do (→ their modules); building them (→ the script `margay`).
@NullMarked
package dev.margay.cli;

import org.jspecify.annotations.NullMarked;
