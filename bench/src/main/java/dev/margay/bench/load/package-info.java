/// Loads a server: as fast as it answers, or at a constant rate without coordinated omission.
///
/// **Belongs here:** generators and what they measured. **Not here:** whom to load, and tables (→ `dev.margay.bench`).
@NullMarked
package dev.margay.bench.load;

import org.jspecify.annotations.NullMarked;
