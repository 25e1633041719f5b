/// What a service tells about itself: metrics, logs, health, and the routes of the admin port.
///
/// **Belongs here:** everything that looks at requests, events and threads and makes figures or lines of them.
///
/// **Not here:** what is observed. Other packages publish a sealed `...Event` to a `Consumer` and do not know this one.
///
/// {@snippet class="examples.SnippetsTest" region="observe"}
@NullMarked
package dev.margay.observe;

import org.jspecify.annotations.NullMarked;
