/// Programs as processes of their own: started, asked whether they answer, their use of the machine read, ended.
///
/// **Belongs here:** what knows `ProcessBuilder` or `/proc`. **Not here:** which programs (→ `dev.margay.bench`).
@NullMarked
package dev.margay.bench.process;

import org.jspecify.annotations.NullMarked;
