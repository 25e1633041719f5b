/// What tests need in place of the world: time that stands still, servers and clients without manners, patience.
///
/// **Belongs here:** clocks, fakes and real servers for the tests of more than one module.
///
/// **Not here:** what every store of messages has to do (→ `messaging`), anything that is shipped.
///
/// {@snippet class="examples.SnippetsTest" region="test"}
@NullMarked
package dev.margay.test;

import org.jspecify.annotations.NullMarked;
